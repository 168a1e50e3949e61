internal import CMalloc

/// How much memory glibc's allocator holds on to.
public enum Allocator {
    /// From this size on a block is mapped by itself, and goes back to the system as soon as it is freed.
    private static let largeBytes: Int32 = 32 << 10

    /// One heap for all threads, and none that keeps what one survey needed for a moment. To be called before
    /// there is a second thread.
    ///
    /// By default each thread that waits for a broker gets a heap of its own, and the size from which blocks are
    /// mapped grows with the blocks that are freed; at 20,000 partitions that made three processes of one.
    public static func keepSmall() {
        mallopt(M_ARENA_MAX, 1)
        mallopt(M_MMAP_THRESHOLD, largeBytes)
        mallopt(M_TRIM_THRESHOLD, largeBytes)
    }
    /// Gives back to the system what lies free between blocks that are in use; the next survey begins with
    /// its largest answers, which are mapped by themselves and cannot lie there.
    @Sendable public static func giveBack() { malloc_trim(0) }
}
