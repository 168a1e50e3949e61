import FoundationEssentials

/// The disk as loading sees it: regular files of a sane size, links followed.
public enum FilesOnDisk {
    /// In bytes; no configuration is that long.
    public static let maximumSize = 1 << 20

    /// The content of the file at `path`. What is no regular file is refused: reading it might never end.
    public static func contents(_ path: String) throws(UnreadableFile) -> [UInt8] {
        try contents(path, upTo: maximumSize)
    }

    /// The same, of at most `maximumSize` bytes.
    public static func contents(_ path: String, upTo maximumSize: Int) throws(UnreadableFile) -> [UInt8] {
        let target = URL(filePath: path).resolvingSymlinksInPath()
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: target.path)
            try check(attributes, upTo: maximumSize)
            let content = Array(try Data(contentsOf: target))
            guard content.count <= maximumSize else { throw tooLarge(maximumSize) }
            return content
        } catch let error as UnreadableFile {
            throw error
        } catch let error as CocoaError {
            throw UnreadableFile(reason(error.code))
        } catch {
            throw UnreadableFile("cannot be read")
        }
    }

    /// Writes the file at `path`, so that it is the former or the new one at every moment.
    public static func save(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    }

    public static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private static func tooLarge(_ maximumSize: Int) -> UnreadableFile {
        UnreadableFile("is larger than \(maximumSize) bytes")
    }

    private static func check(_ attributes: [FileAttributeKey: Any], upTo maximumSize: Int)
        throws(UnreadableFile)
    {
        switch attributes[.type] as? FileAttributeType {
        case FileAttributeType.typeRegular: break
        case FileAttributeType.typeDirectory: throw UnreadableFile("is a directory")
        // What is still a link could not be resolved.
        case FileAttributeType.typeSymbolicLink: throw UnreadableFile("is a link to nothing")
        default: throw UnreadableFile("is no regular file")
        }
        // Whatever integer the Foundation at hand gives; what it does not tell is seen after reading.
        if let size = attributes[.size] as? any BinaryInteger, Int(clamping: size) > maximumSize {
            throw tooLarge(maximumSize)
        }
    }

    private static func reason(_ code: CocoaError.Code) -> String {
        switch code {
        case .fileReadNoSuchFile, .fileNoSuchFile: "does not exist"
        case .fileReadNoPermission: "may not be read by this user"
        default: "cannot be read"
        }
    }
}

extension ConfigurationSurroundings {
    /// The surroundings of this process: its environment and its disk.
    public static func ofThisProcess(
        parse: @escaping @Sendable ([UInt8]) throws(SyntaxProblem) -> ConfigurationNode,
        digest: @escaping ComparisonFile.Digest,
        propertyProblem: @escaping @Sendable (_ name: String, _ value: String) -> String?,
        propertiesProblem: @escaping @Sendable (_ properties: [String: String]) -> PropertiesProblem?
    ) -> Self {
        let environment = ProcessInfo.processInfo.environment
        return ConfigurationSurroundings(
            parse: parse, variable: { environment[$0] }, contents: FilesOnDisk.contents,
            comparison: { path, name throws(RecordingProblem) in
                try ComparisonFile.evidence(at: path, named: name, digest: digest)
            },
            propertyProblem: propertyProblem, propertiesProblem: propertiesProblem)
    }
}
