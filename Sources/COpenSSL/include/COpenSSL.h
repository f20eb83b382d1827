#ifndef SHABAKA_COPENSSL_H
#define SHABAKA_COPENSSL_H

// OpenSSL 3.0's libcrypto for Swift. Plain functions are called straight from Swift; only what
// Swift cannot import is wrapped here: variadic functions, macros, stacks and unions.

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/// A new key pair on the curve P-256, or NULL.
static inline EVP_PKEY *shabaka_generate_p256(void) {
    return EVP_EC_gen("P-256");
}

/// Frees what OpenSSL allocated and handed over.
static inline void shabaka_free(void *pointer) {
    OPENSSL_free(pointer);
}

/// The bytes that a memory BIO holds; they belong to the BIO. Returns their count.
static inline long shabaka_memory_bio_contents(BIO *bio, char **bytes) {
    return BIO_get_mem_data(bio, bytes);
}

/// An extension from its configuration text, or NULL. Both certificates may be the same.
static inline X509_EXTENSION *shabaka_extension(
    X509 *issuer, X509 *subject, int nid, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, subject, NULL, NULL, 0);
    return X509V3_EXT_conf_nid(NULL, &context, nid, value);
}

/// Adds a common name in UTF-8. Returns 1 when it worked.
static inline int shabaka_add_common_name(X509_NAME *name, const unsigned char *utf8, int count) {
    return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8, utf8, count, -1, 0);
}

/// The subject alternative names of a certificate, or NULL when there are none or when the
/// extension is there twice.
static inline GENERAL_NAMES *shabaka_alternative_names(X509 *certificate) {
    return (GENERAL_NAMES *)X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
}

static inline int shabaka_alternative_names_count(GENERAL_NAMES *names) {
    return sk_GENERAL_NAME_num(names);
}

/// The bytes of the URI at `index` (they belong to `names`), or NULL when that name is no URI.
static inline const unsigned char *shabaka_alternative_name_uri(
    GENERAL_NAMES *names, int index, int *count) {
    GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
    if (name == NULL || name->type != GEN_URI) return NULL;
    *count = ASN1_STRING_length(name->d.uniformResourceIdentifier);
    return ASN1_STRING_get0_data(name->d.uniformResourceIdentifier);
}

/// The bytes of the DNS name or IP address at `index` (they belong to `names`), or NULL when that
/// name is neither.
static inline const unsigned char *shabaka_alternative_name_host(
    GENERAL_NAMES *names, int index, int *count, int *is_address) {
    GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
    if (name == NULL || (name->type != GEN_DNS && name->type != GEN_IPADD)) return NULL;
    *is_address = name->type == GEN_IPADD;
    const ASN1_STRING *host = *is_address ? name->d.iPAddress : name->d.dNSName;
    *count = ASN1_STRING_length(host);
    return ASN1_STRING_get0_data(host);
}

static inline void shabaka_alternative_names_free(GENERAL_NAMES *names) {
    GENERAL_NAMES_free(names);
}

/// A stack with one certificate, to be freed with `shabaka_stack_free`; the certificate is not.
static inline STACK_OF(X509) *shabaka_stack_of_one(X509 *certificate) {
    STACK_OF(X509) *stack = sk_X509_new_null();
    if (stack != NULL) sk_X509_push(stack, certificate);
    return stack;
}

static inline void shabaka_stack_free(STACK_OF(X509) *stack) {
    sk_X509_free(stack);
}

/// Writes out what a BIO holds back; a full disk shows here. Returns 1 when it worked.
static inline int shabaka_flush(BIO *bio) {
    return BIO_flush(bio);
}

/// Goes to a place in a file. Returns a negative number when it did not work.
static inline int shabaka_seek(BIO *bio, long offset) {
    return BIO_seek(bio, offset);
}

#endif
