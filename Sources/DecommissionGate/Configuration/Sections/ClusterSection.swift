import Quiescence

/// The keys of one cluster.
enum ClusterKey: String, SectionKey {
    case alias
    case bootstrapServers = "bootstrap_servers"
    case clusterID = "cluster_id"
    case librdkafka
    case removed

}

/// The keys of a member of `clusters.old.removed`.
enum RemovedBrokerKey: String, SectionKey { case broker, reason }

/// One cluster: how to reach it, and what it must be.
enum ClusterSection {
    struct Decoded {
        var connection: ClusterConnection
        /// Nil where the alias is the default, which MirrorMaker's own word may replace.
        var chosenAlias: ClusterAlias?
        var expectedID: ClusterID?
        /// Brokers that go on purpose.
        var removed: [RemovedBroker]
        /// False where they came from a reference.
        var addressesMayBeShown: Bool

        func plan(_ inventory: Inventory?) -> ClusterPlan {
            ClusterPlan(
                alias: connection.alias, expectedID: expectedID,
                bootstrapServers: connection.bootstrapServers, inventory: inventory)
        }
    }

    static func decode(_ place: Place, side: Side, concurrency: Int) throws(Reported) -> Decoded {
        let section = try Section(place, keys: ClusterKey.self)
        let alias = section.read(.alias, or: nil, alias)
        let id = section.read(.clusterID, or: nil, clusterID)
        let properties = section.read(.librdkafka, or: [:], properties)
        let removed = section.read(.removed, or: []) { place throws(Reported) in
            try self.removed(place, side: side)
        }
        let servers = section.readRequired(.bootstrapServers, mend: "write host:port of some brokers") {
            place throws(Reported) in
            try self.servers(place, securityProtocol: properties["security.protocol"] ?? "plaintext")
        }
        guard let servers else { throw Reported() }
        return Decoded(
            connection: ClusterConnection(
                alias: alias ?? standardAlias(side), bootstrapServers: servers.addresses,
                properties: properties,
                concurrency: concurrency),
            chosenAlias: alias, expectedID: id, removed: removed, addressesMayBeShown: servers.mayBeShown)
    }

    private static func removed(_ place: Place, side: Side) throws(Reported) -> [RemovedBroker] {
        switch side {
        case .old: break
        case .new:
            throw place.refuse("is for the old cluster alone", mend: "remove it: the new cluster stays")
        }
        let brokers = try place.list { place throws(Reported) in
            let section = try Section(place, keys: RemovedBrokerKey.self)
            let broker = section.readRequired(.broker, mend: "write the broker's id", Place.brokerID)
            let reason = section.readRequired(.reason, mend: Place.reasonMend, Place.reason)
            guard let broker, let reason else { throw Reported() }
            return RemovedBroker(broker: broker, reason: reason)
        }
        for (index, broker) in brokers.enumerated()
        where brokers[..<index].contains(where: { $0.broker == broker.broker }) {
            throw place.refuse("names broker \(broker.broker) twice", mend: "keep one of them")
        }
        return brokers
    }

    private static func standardAlias(_ side: Side) -> ClusterAlias {
        switch side {
        case .old: "OLD"
        case .new: "NEW"
        }
    }

    /// It becomes a part of topic names.
    private static func alias(_ place: Place) throws(Reported) -> ClusterAlias? {
        let text = try place.text()
        guard !text.value.isEmpty, text.value.isMadeOfTopicCharacters else {
            throw text.refuse(
                "can be no alias", mend: "write MirrorMaker's name of the cluster: letters, digits, . _ -")
        }
        return ClusterAlias(rawValue: text.value)
    }

    private static func clusterID(_ place: Place) throws(Reported) -> ClusterID? {
        ClusterID(rawValue: try Place.filledText(place))
    }

    /// One string, as Kafka's clients take it, or a list of such.
    private static func servers(
        _ place: Place, securityProtocol: String
    ) throws(Reported) -> (addresses: [ServerAddress], mayBeShown: Bool) {
        let texts: [Text]
        if case .sequence = place.node.content {
            texts = try place.list(Place.text)
        } else {
            texts = [try place.text()]
        }
        var addresses: [ServerAddress] = []
        var isGood = true
        for text in texts {
            let (found, problems) = BootstrapServers.parse(text.value, securityProtocol: securityProtocol)
            for problem in problems { report(problem, of: text) }
            isGood = isGood && problems.isEmpty
            addresses += found.filter { !addresses.contains($0) }
        }
        guard isGood else { throw Reported() }
        guard !addresses.isEmpty else {
            throw place.refuse("names no broker", mend: "write host:port of some brokers")
        }
        return (addresses, !texts.contains(where: \.isReferenced))
    }

    private static func report(_ problem: BootstrapServers.Problem, of text: Text) {
        let part = problem.part.isEmpty ? "" : "\"\(problem.part)\" "
        text.place.refuse(
            (text.isReferenced ? "\(text.shown) " : part) + problem.what,
            mend: text.isReferenced ? problem.blind : problem.mend)
    }

    /// Values are never shown: any of them may be a secret.
    private static func properties(_ place: Place) throws(Reported) -> [String: String] {
        let loading = place.loading
        let entries = try place.mapping()
        var properties: [String: String] = [:]
        for entry in entries {
            let child = place.child(entry)
            _ = loading.attempt { () throws(Reported) in
                properties[entry.key] = try property(entry, child)
            }
        }
        // Only where each is good by itself: what a bad one lacks would be told as missing.
        if properties.count == entries.count, let problem = loading.surroundings.propertiesProblem(properties)
        {
            if let culprit = entries.first(where: { $0.key == problem.property }) {
                place.child(culprit).refuse(problem.what)
            } else {
                place.refuse("\(problem.property) \(problem.what)")
            }
        }
        return properties
    }

    private static func property(_ entry: ConfigurationNode.Entry, _ place: Place) throws(Reported) -> String
    {
        func refuse(_ what: String, _ mend: String?) -> Reported {
            place.loading.report(what, mend: mend, path: place.path, position: entry.keyPosition)
            return Reported()
        }
        if let problem = ClientProperties.problem(of: entry.key) { throw refuse(problem.what, problem.mend) }
        if case .mapping = entry.value.content {
            throw refuse(
                "keys below a property", "write the whole name in one line, as in sasl.username: gate")
        }
        let value = try place.text().value
        if let problem = place.loading.surroundings.propertyProblem(entry.key, value) {
            // A library likes to repeat the value that it refuses.
            throw problem.contains(value) && !value.isEmpty
                ? refuse("librdkafka refuses its value", "see librdkafka's CONFIGURATION.md")
                : refuse(problem, nil)
        }
        return value
    }
}

extension Place {
    /// What Kafka calls `node.id`, or `broker.id`.
    fileprivate static func brokerID(_ place: Place) throws(Reported) -> BrokerID {
        let text = try place.text()
        guard let number = Int32(text.value), number >= 0 else {
            throw text.refuse("is no broker's id", mend: "write its number, as in broker: 3")
        }
        return BrokerID(rawValue: number)
    }
}
