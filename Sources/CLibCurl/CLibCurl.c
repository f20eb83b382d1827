#include "CLibCurl.h"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <string.h>

// libcurl checks a server's host and leaves other names to OpenSSL's callback, whose headers stay
// here: Swift reads those of another module.

/// Whether a certificate has one URI among its alternative names, and it is this one.
static int shabaka_names(X509 *certificate, const char *uri) {
    GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    int same = 0;
    int others = 0;
    for (int index = 0; index < sk_GENERAL_NAME_num(names); index++) {
        GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
        if (name->type != GEN_URI) continue;
        ASN1_STRING *text = name->d.uniformResourceIdentifier;
        size_t count = (size_t)ASN1_STRING_length(text);
        if (count == strlen(uri) && memcmp(ASN1_STRING_get0_data(text), uri, count) == 0) {
            same++;
        } else {
            others++;
        }
    }
    GENERAL_NAMES_free(names);
    return same == 1 && others == 0;
}

/// Checks the chain as OpenSSL does, then the name.
static int shabaka_verify(X509_STORE_CTX *context, void *uri) {
    if (X509_verify_cert(context) != 1) return 0;
    X509 *server = X509_STORE_CTX_get0_cert(context);
    if (server != NULL && shabaka_names(server, uri)) return 1;
    X509_STORE_CTX_set_error(context, X509_V_ERR_APPLICATION_VERIFICATION);
    return 0;
}

static CURLcode shabaka_prepare(CURL *handle, void *context, void *uri) {
    (void)handle;
    SSL_CTX_set_cert_verify_callback(context, shabaka_verify, uri);
    return CURLE_OK;
}

CURLcode shabaka_curl_require_uri(CURL *handle, char *uri) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_SSL_CTX_FUNCTION, shabaka_prepare);
    if (code != CURLE_OK) return code;
    return curl_easy_setopt(handle, CURLOPT_SSL_CTX_DATA, (void *)uri);
}
