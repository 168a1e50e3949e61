public import Quiescence

/// What the kernel says about this process; a figure that could not be read is missing, never made up.
public struct ProcessFigures: Sendable, Equatable {
    public var cpu: Duration?
    public var residentBytes: Int64?
    public var virtualBytes: Int64?
    public var openFiles: Int64?
    public var maxFiles: Int64?
    public var started: WallTime?

    public init() {}
}
