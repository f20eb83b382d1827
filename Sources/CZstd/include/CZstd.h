// Zstandard (RFC 8878) for the frames of sync: fast enough not to be felt, a quarter of the bytes.
#ifndef SHABAKA_CZSTD_H
#define SHABAKA_CZSTD_H
#include <zstd.h>
static inline unsigned long long czstd_content_size_unknown(void) { return ZSTD_CONTENTSIZE_UNKNOWN; }
static inline unsigned long long czstd_content_size_error(void) { return ZSTD_CONTENTSIZE_ERROR; }
#endif
