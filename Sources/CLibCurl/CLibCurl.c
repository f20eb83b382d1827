#include "CLibCurl.h"

#include <openssl/ssl.h>

// libcurl checks a server's host and leaves everything else to OpenSSL's callback, whose headers
// stay here: Swift reads those of another module.

/// Checks the chain as OpenSSL does, then asks the judge about the server's own certificate.
static int shabaka_verify(X509_STORE_CTX *context, void *argument) {
    const shabaka_curl_judge *judge = argument;
    if (X509_verify_cert(context) != 1) return 0;
    X509 *server = X509_STORE_CTX_get0_cert(context);
    unsigned char *der = NULL;
    int count = server == NULL ? 0 : i2d_X509(server, &der);
    int good = count > 0 && judge->accepts(der, (size_t)count, judge->context);
    OPENSSL_free(der);
    if (good) return 1;
    X509_STORE_CTX_set_error(context, X509_V_ERR_APPLICATION_VERIFICATION);
    return 0;
}

static CURLcode shabaka_prepare(CURL *handle, void *context, void *judge) {
    (void)handle;
    SSL_CTX_set_cert_verify_callback(context, shabaka_verify, judge);
    return CURLE_OK;
}

CURLcode shabaka_curl_set_judge(CURL *handle, const shabaka_curl_judge *judge) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_SSL_CTX_FUNCTION, shabaka_prepare);
    if (code != CURLE_OK) return code;
    return curl_easy_setopt(handle, CURLOPT_SSL_CTX_DATA, (void *)judge);
}
