#pragma once
#include <microhttpd.h>
#include <string.h>

/* What Swift cannot call: functions with variable arguments. */

/// The callbacks of a server; `context` is handed to each of them.
struct gate_mhd_callbacks {
    void *context;
    MHD_AccessHandlerCallback answer;
    MHD_RequestCompletedCallback completed;
    MHD_NotifyConnectionCallback connection;
    /// Gets the request target as it was sent; its result becomes the request's own pointer.
    void *(*target)(void *context, const char *target, struct MHD_Connection *connection);
};

/// Bounds of a server.
struct gate_mhd_limits {
    unsigned int threads;
    /// Connections of all threads together.
    unsigned int connections;
    /// Seconds without a byte until a connection is closed.
    unsigned int idle_seconds;
    /// Bytes for request line, headers and buffers of one connection.
    size_t memory;
};

/// Leaves escapes as they are: decoding and its errors are ours.
static inline size_t gate_mhd_keep_escapes(void *context, struct MHD_Connection *connection, char *text) {
    (void)context;
    (void)connection;
    return strlen(text);
}

/// Serves on `listener`, which stays the caller's to close, after the server was quiesced and stopped.
static inline struct MHD_Daemon *gate_mhd_start(
    int listener, struct gate_mhd_callbacks callbacks, struct gate_mhd_limits limits) {
    /* poll, not epoll: quiescing an epoll pool that is at its limit can abort the process. */
    return MHD_start_daemon(
        MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, callbacks.answer, callbacks.context,
        MHD_OPTION_LISTEN_SOCKET, listener,
        MHD_OPTION_THREAD_POOL_SIZE, limits.threads,
        MHD_OPTION_CONNECTION_LIMIT, limits.connections,
        MHD_OPTION_CONNECTION_TIMEOUT, limits.idle_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, limits.memory,
        MHD_OPTION_NOTIFY_COMPLETED, callbacks.completed, callbacks.context,
        MHD_OPTION_NOTIFY_CONNECTION, callbacks.connection, callbacks.context,
        MHD_OPTION_URI_LOG_CALLBACK, callbacks.target, callbacks.context,
        MHD_OPTION_UNESCAPE_CALLBACK, gate_mhd_keep_escapes, NULL,
#if MHD_VERSION >= 0x00097701
        /* Since then it mends a broken target with a redirect, unless it is told to refuse. */
        MHD_OPTION_CLIENT_DISCIPLINE_LVL, 1,
#endif
        MHD_OPTION_END);
}

/// The socket of a connection, or −1.
static inline int gate_mhd_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info == NULL ? -1 : info->connect_fd;
}
