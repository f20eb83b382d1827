#ifndef SHABAKA_CLIBCURL_H
#define SHABAKA_CLIBCURL_H

// libcurl's easy interface for Swift, which cannot call variadic functions: one wrapper for each
// kind of argument. Every setter returns what curl_easy_setopt returns.

#include <curl/curl.h>
#include <poll.h>

typedef size_t (*shabaka_curl_write_function)(
    char *bytes, size_t size, size_t count, void *context);
typedef int (*shabaka_curl_progress_function)(
    void *context, curl_off_t expected, curl_off_t received, curl_off_t to_send, curl_off_t sent);
typedef int (*shabaka_curl_debug_function)(
    CURL *handle, curl_infotype type, char *bytes, size_t count, void *context);

static inline CURLcode shabaka_curl_global_init(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

static inline CURLcode shabaka_curl_set_number(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode shabaka_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

/// libcurl copies the text; NULL takes the option back.
static inline CURLcode shabaka_curl_set_text(CURL *handle, CURLoption option, const char *text) {
    return curl_easy_setopt(handle, option, text);
}

/// libcurl keeps the pointer, not what it points to.
static inline CURLcode shabaka_curl_set_pointer(CURL *handle, CURLoption option, void *pointer) {
    return curl_easy_setopt(handle, option, pointer);
}

/// libcurl copies the bytes.
static inline CURLcode shabaka_curl_set_blob(
    CURL *handle, CURLoption option, const void *bytes, size_t count) {
    struct curl_blob blob = {(void *)bytes, count, CURL_BLOB_COPY};
    return curl_easy_setopt(handle, option, &blob);
}

static inline CURLcode shabaka_curl_set_headers(CURL *handle, struct curl_slist *headers) {
    return curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
}

/// The body of a POST; libcurl does not copy it. An empty body needs no address: without one
/// libcurl would read standard input.
static inline CURLcode shabaka_curl_set_body(CURL *handle, const void *bytes, curl_off_t count) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, count);
    if (code != CURLE_OK) return code;
    return curl_easy_setopt(handle, CURLOPT_POSTFIELDS, bytes == NULL ? "" : (const char *)bytes);
}

static inline CURLcode shabaka_curl_set_write_function(
    CURL *handle, shabaka_curl_write_function function) {
    return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, function);
}

static inline CURLcode shabaka_curl_set_progress_function(
    CURL *handle, shabaka_curl_progress_function function) {
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, function);
}

static inline CURLcode shabaka_curl_set_debug_function(
    CURL *handle, shabaka_curl_debug_function function) {
    return curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, function);
}

/// TLS 1.3 and nothing older.
static inline CURLcode shabaka_curl_require_tls13(CURL *handle) {
    return curl_easy_setopt(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_3);
}

/// Who decides about a server's certificate after its chain was found good: other than 0 accepts.
typedef struct {
    int (*accepts)(const unsigned char *der, size_t count, void *context);
    void *context;
} shabaka_curl_judge;

/// libcurl keeps the pointer. When the judge does not accept, the request fails with
/// CURLE_PEER_FAILED_VERIFICATION.
CURLcode shabaka_curl_set_judge(CURL *handle, const shabaka_curl_judge *judge);

/// HTTP/1.1 and nothing else.
static inline CURLcode shabaka_curl_require_http11(CURL *handle) {
    return curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
}

/// The HTTP status of the last answer, or 0.
static inline long shabaka_curl_status(CURL *handle) {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

/// Microseconds of the last transfer, all in all (`CURLINFO_TOTAL_TIME_T`) or until the
/// connection and its TLS stood (`CURLINFO_PRETRANSFER_TIME_T`, 0 when they never did).
static inline curl_off_t shabaka_curl_microseconds(CURL *handle, CURLINFO which) {
    curl_off_t time = 0;
    curl_easy_getinfo(handle, which, &time);
    return time;
}

/// After a transfer with CURLOPT_CONNECT_ONLY: reads until the peer says something or closes, or
/// is silent for so many milliseconds (CURLE_OPERATION_TIMEDOUT). What it says is dropped.
static inline CURLcode shabaka_curl_listen(CURL *handle, int milliseconds) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    CURLcode code = curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket);
    if (code != CURLE_OK) return code;
    for (;;) {
        char byte;
        size_t count;
        code = curl_easy_recv(handle, &byte, 1, &count);
        if (code != CURLE_AGAIN) return code;
        struct pollfd readable = {socket, POLLIN, 0};
        if (poll(&readable, 1, milliseconds) <= 0) return CURLE_OPERATION_TIMEDOUT;
    }
}

#endif
