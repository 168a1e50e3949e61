/// How far MirrorMaker has come with one source partition.
enum MirrorProgress {
    /// The offset of the last record that it has mirrored.
    case at(MirrorPosition)
    /// A complete reading holds no position for this partition.
    case none
    /// The position contradicts the log, or what was seen of either before: from now on it proves nothing.
    case contradicted(String)
    indirect case unknown(Cause)
}
