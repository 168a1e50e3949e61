#pragma once
#include <curl/curl.h>

/* What Swift cannot call: functions with variable arguments. */

static inline CURLcode gate_curl_set_number(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

/// libcurl keeps a copy of `text`.
static inline CURLcode gate_curl_set_text(CURL *handle, CURLoption option, const char *text) {
    return curl_easy_setopt(handle, option, text);
}

/// `pointer` has to outlive the transfer.
static inline CURLcode gate_curl_set_pointer(CURL *handle, CURLoption option, void *pointer) {
    return curl_easy_setopt(handle, option, pointer);
}

/// Both get `context`, and bytes of body and lines of headers; a result other than the size ends the transfer.
static inline CURLcode gate_curl_set_receivers(
    CURL *handle, void *context, curl_write_callback body, curl_write_callback header) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, body);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, header);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
    return code;
}

/// Called about once a second; a result other than 0 ends the transfer.
static inline CURLcode gate_curl_set_progress(
    CURL *handle, void *context, curl_xferinfo_callback progress) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, progress);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_XFERINFODATA, context);
    return code;
}

/// The status of the last response, 0 without one.
static inline long gate_curl_status(CURL *handle) {
    long status = 0;
    return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK ? status : 0;
}
