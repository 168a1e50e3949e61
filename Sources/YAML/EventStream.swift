import CYAML
import DecommissionGate

/// The one owner of a libyaml parser: what it reads stays alive as long as it does.
struct EventStream: ~Copyable {
    /// On the heap because libyaml keeps pointers into it.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>

    /// What libyaml reports, as Swift values.
    enum Event {
        case scalar(String, ConfigurationNode.Style, tag: String?, anchor: String?)
        case alias(String)
        case sequenceStart(tag: String?, anchor: String?)
        case mappingStart(tag: String?, anchor: String?)
        case collectionEnd
        case documentStart
        case documentEnd
        case streamStart
        case streamEnd
    }

    init(_ bytes: [UInt8]) throws(SyntaxProblem) {
        parser = .allocate(capacity: 1)
        input = .allocate(capacity: bytes.count)
        _ = input.initialize(from: bytes)
        guard yaml_parser_initialize(parser) == 1 else {
            // libyaml has cleared the structure: deleting it again, as deinit does, frees nothing twice.
            throw SyntaxProblem(at: SourcePosition(line: 1, column: 1), "no memory to read this file")
        }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    /// The next event and where it begins. Not to be called again after an error or the stream's end.
    mutating func next() throws(SyntaxProblem) -> (event: Event, position: SourcePosition) {
        var raw = yaml_event_t()
        guard yaml_parser_parse(parser, &raw) == 1 else { throw problem() }
        defer { yaml_event_delete(&raw) }
        return (Self.translate(raw), SourcePosition(raw.start_mark))
    }

    private static func translate(_ raw: yaml_event_t) -> Event {
        switch raw.type {
        case YAML_SCALAR_EVENT:
            let scalar = raw.data.scalar
            let text = String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            let style: ConfigurationNode.Style =
                scalar.style == YAML_PLAIN_SCALAR_STYLE ? .plain : .quoted
            return .scalar(text, style, tag: string(scalar.tag), anchor: string(scalar.anchor))
        case YAML_ALIAS_EVENT: return .alias(string(raw.data.alias.anchor) ?? "")
        case YAML_SEQUENCE_START_EVENT:
            let start = raw.data.sequence_start
            return .sequenceStart(tag: string(start.tag), anchor: string(start.anchor))
        case YAML_MAPPING_START_EVENT:
            let start = raw.data.mapping_start
            return .mappingStart(tag: string(start.tag), anchor: string(start.anchor))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return .collectionEnd
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_STREAM_START_EVENT: return .streamStart
        // libyaml answers with no event once it has reported the end.
        default: return .streamEnd
        }
    }

    private static func string(_ text: UnsafePointer<yaml_char_t>?) -> String? {
        text.map { String(cString: $0) }
    }

    private static func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        string(UnsafePointer(text))
    }

    private func problem() -> SyntaxProblem {
        LibraryError(
            kind: parser.pointee.error, problem: parser.pointee.problem.map { String(cString: $0) },
            position: SourcePosition(parser.pointee.problem_mark),
            context: parser.pointee.context.map { String(cString: $0) },
            contextPosition: SourcePosition(parser.pointee.context_mark)
        ).inWords
    }
}

extension SourcePosition {
    /// libyaml counts from 0.
    init(_ mark: yaml_mark_t) {
        self.init(line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
    }
}
