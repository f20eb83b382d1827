import CLibCurl

/// The options of one easy handle; setting one throws when this libcurl does not know it.
@unsafe struct CurlOptions {
    let handle: UnsafeMutableRawPointer

    /// What holds for every request of the handle.
    ///
    /// - Parameter judge: decides about the server's certificate; it must outlive the handle.
    func apply(
        _ endpoint: CurlConnection.Endpoint, _ limits: HTTPSClient.Limits,
        judge: UnsafePointer<shabaka_curl_judge>
    ) throws {
        try unsafe set(CURLOPT_NOSIGNAL, 1)
        try unsafe set(CURLOPT_FOLLOWLOCATION, 0)
        try unsafe set(CURLOPT_PROXY, "")
        try unsafe set(CURLOPT_USERAGENT, "shabaka")
        try unsafe check(shabaka_curl_require_http11(handle))
        try unsafe set(CURLOPT_MAXCONNECTS, 1)
        try unsafe set(CURLOPT_TCP_KEEPALIVE, 1)
        // Below the 120 seconds after which a node closes an idle connection.
        try unsafe set(CURLOPT_MAXAGE_CONN, 110)
        try unsafe set(CURLOPT_CONNECTTIMEOUT, limits.connectSeconds)
        try unsafe set(CURLOPT_LOW_SPEED_LIMIT, 1)
        try unsafe set(CURLOPT_UPLOAD_BUFFERSIZE, 512 << 10)
        try unsafe set(CURLOPT_BUFFERSIZE, 256 << 10)
        try unsafe set(CURLOPT_NOPROGRESS, 0)
        try unsafe check(shabaka_curl_set_write_function(handle, CurlTransfer.write))
        try unsafe check(shabaka_curl_set_progress_function(handle, CurlTransfer.progress))
        try unsafe check(shabaka_curl_set_debug_function(handle, CurlTransfer.debug))
        switch endpoint {
        case .socket(let path):
            try unsafe set(CURLOPT_PROTOCOLS_STR, "http")
            try unsafe set(CURLOPT_UNIX_SOCKET_PATH, path)
        case .tls(_, let identity, let trust):
            try unsafe set(CURLOPT_PROTOCOLS_STR, "https")
            try unsafe check(shabaka_curl_require_tls13(handle))
            try unsafe apply(trust, identity)
            guard case .authority = trust else { return }
            try unsafe check(shabaka_curl_set_judge(handle, judge))
        }
    }

    private func apply(
        _ trust: HTTPSClient.ServerTrust, _ identity: HTTPSClient.Identity?
    ) throws {
        // Otherwise the system's authorities would be trusted beside ours.
        try unsafe set(CURLOPT_CAPATH, nil)
        try unsafe set(CURLOPT_CAINFO, nil)
        guard case .authority(let pem, _, _) = trust else {
            try unsafe set(CURLOPT_SSL_VERIFYPEER, 0)
            try unsafe set(CURLOPT_SSL_VERIFYHOST, 0)
            return
        }
        try unsafe set(CURLOPT_SSL_VERIFYPEER, 1)
        try unsafe set(CURLOPT_SSL_VERIFYHOST, 2)
        try unsafe set(CURLOPT_CAINFO_BLOB, copying: pem)
        guard let identity else { return }
        try unsafe set(CURLOPT_SSLCERTTYPE, "PEM")
        try unsafe set(CURLOPT_SSLCERT_BLOB, copying: identity.certificatePEM)
        try unsafe set(CURLOPT_SSLKEYTYPE, "PEM")
        try unsafe set(CURLOPT_SSLKEY_BLOB, copying: identity.keyPEM)
    }

    func set(_ option: CURLoption, _ number: Int) throws {
        try unsafe check(shabaka_curl_set_number(handle, option, number))
    }

    func set(_ option: CURLoption, _ text: String?) throws {
        guard let text else {
            try unsafe check(shabaka_curl_set_text(handle, option, nil))
            return
        }
        try unsafe check(shabaka_curl_set_text(handle, option, text))
    }

    func set(_ option: CURLoption, size: Int) throws {
        try unsafe check(shabaka_curl_set_size(handle, option, curl_off_t(size)))
    }

    func set(_ option: CURLoption, copying text: String) throws {
        let bytes = Array(text.utf8)
        try unsafe bytes.withUnsafeBytes {
            try unsafe check(
                shabaka_curl_set_blob(handle, option, $0.baseAddress, $0.count))
        }
    }

    /// Takes back the pointers that are good during one transfer only.
    func forgetTransfer() {
        unsafe shabaka_curl_set_text(handle, CURLOPT_POSTFIELDS, nil)
        unsafe shabaka_curl_set_headers(handle, nil)
        unsafe shabaka_curl_set_pointer(handle, CURLOPT_WRITEDATA, nil)
        unsafe shabaka_curl_set_pointer(handle, CURLOPT_XFERINFODATA, nil)
        unsafe shabaka_curl_set_pointer(handle, CURLOPT_DEBUGDATA, nil)
    }

    private func check(_ code: CURLcode) throws {
        guard code == CURLE_OK else {
            throw HTTPSClient.Failure.other(
                code: Int32(code.rawValue),
                message: unsafe String(cString: curl_easy_strerror(code)))
        }
    }
}

/// A list of header lines in libcurl's form.
@safe final class CurlHeaders {
    private(set) var list: UnsafeMutablePointer<curl_slist>?

    init(_ lines: [String]) throws {
        unsafe list = nil
        for line in lines {
            guard let longer = unsafe curl_slist_append(list, line) else {
                throw HTTPSClient.Failure.other(
                    code: Int32(CURLE_OUT_OF_MEMORY.rawValue), message: "libcurl has no memory")
            }
            unsafe list = longer
        }
    }

    deinit { unsafe curl_slist_free_all(list) }
}
