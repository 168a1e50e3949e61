import Quiescence

/// The keys of a declared producer.
enum ProducerKey: String, SectionKey {
    case name, file, kubernetes

    var refusal: String? {
        switch self {
        case .name, .file: nil
        case .kubernetes:
            "not supported by this version: mount the ConfigMap and name the file with file: {path: …}"
        }
    }
}

/// The keys of a producer's file.
enum ProducerFileKey: String, SectionKey { case path, key }

/// Which producers there are: the one thing that nobody can know for the team.
enum ProducersSection {
    struct Decoded {
        var plan: ProducerPlan
        var sources: [ProducerName: ProducerSource] = [:]

        static let undeclared = Decoded(plan: .undeclared)
    }

    private static let ways = "list the producers, or write observed to rest on the end offsets alone"

    static func decode(_ place: Place) throws(Reported) -> Decoded {
        if case .scalar = place.node.content {
            let text = try place.text()
            guard text.value == "observed" else { throw text.refuse("is not known", mend: ways) }
            return Decoded(plan: .observed)
        }
        var declared: [DeclaredProducer] = []
        var sources: [ProducerName: ProducerSource] = [:]
        _ = try place.list { place throws(Reported) in
            let (name, source) = try producer(place)
            guard sources.updateValue(source, forKey: name) == nil else {
                throw place.refuse("names the producer \(name) again", mend: "give each its own name")
            }
            declared.append(DeclaredProducer(name: name, place: source.inWords))
        }
        guard !declared.isEmpty else { throw place.refuse("an empty list is no answer", mend: ways) }
        return Decoded(plan: .declared(declared), sources: sources)
    }

    private static func producer(_ place: Place) throws(Reported) -> (ProducerName, ProducerSource) {
        let section = try Section(place, keys: ProducerKey.self)
        let name = section.readRequired(.name, Place.filledText)
        guard !section.refused.contains(.kubernetes) else { throw Reported() }
        let source = section.readRequired(.file, mend: "write file: {path: …, key: …}", file)
        guard let name, let source else { throw Reported() }
        return (ProducerName(rawValue: name), source)
    }

    private static func file(_ place: Place) throws(Reported) -> ProducerSource {
        let section = try Section(place, keys: ProducerFileKey.self)
        let key = section.read(.key, or: nil, Place.optionalText)
        let path = try Place.filledText(section.require(.path, mend: "write the path of a mounted file"))
        let forms = [".properties", ".env", ".yaml", ".yml", ".json"]
        guard key == nil || forms.contains(where: path.hasSuffix) else {
            throw place.refuse(
                "has a key, but the ending of the path does not say how to find it",
                mend:
                    "end it in \(forms.joined(separator: ", ")), or remove key if the whole file is the value"
            )
        }
        return .file(path: place.loading.resolve(path), key: key)
    }
}
