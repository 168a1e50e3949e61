import Quiescence

/// The keys of the file itself.
enum RootKey: String, SectionKey {
    case clusters, mirror, topics, groups, inventory, producers, sampling, gate, evidence, waivers

    var refusal: String? {
        switch self {
        case .clusters, .mirror, .topics, .groups, .inventory, .producers, .sampling, .gate, .waivers: nil
        case .evidence: "not supported by this version: no outside evidence is asked for; remove it"
        }
    }
}

/// Decodes a whole file, section by section, so that one problem does not hide another.
enum RootSection {
    static func decode(_ place: Place) throws(Reported) -> Configuration {
        let root = try Section(place, keys: RootKey.self)
        let sampling = root.read(.sampling, or: Sampling(), SamplingSection.decode)
        let clusters = root.readRequired(.clusters, mend: ClustersSection.mend) { place throws(Reported) in
            try ClustersSection.decode(place, concurrency: sampling.concurrency)
        }
        let alias = clusters?.old.connection.alias ?? "OLD"
        var choices = root.read(.mirror, or: MirrorChoices(), MirrorSection.decode)
        if let clusters, let place = root[.mirror] {
            MirrorSection.check(choices.comparisons, against: clusters, at: place)
        }
        choices.oldAlias = clusters?.old.chosenAlias
        choices.newAlias = clusters?.new.chosenAlias
        let topics = root.read(.topics, or: TopicRules(), TopicsSection.decode)
        let groups = root.read(.groups, or: GroupRules(), GroupsSection.decode)
        let inventories = root.read(.inventory, or: [:], InventorySection.decode)
        let producers = root.read(.producers, or: .undeclared, ProducersSection.decode)
        let timing = root.read(.gate, or: Timing(interval: sampling.interval)) { place throws(Reported) in
            try GateSection.decode(place, interval: sampling.interval)
        }
        if root.isGood, let place = root[.sampling] ?? root[.gate] {
            GateSection.weigh(timing, at: place)
        }
        let waivers = root.read(.waivers, or: [], WaiversSection.decode)
        guard let clusters else { throw Reported() }
        let plan = Plan(
            old: clusters.old.plan(inventories[.old]), new: clusters.new.plan(inventories[.new]),
            sameClusterIDAccepted: clusters.sameIDAccepted, removedBrokers: clusters.old.removed,
            mirror: choices.plan(old: alias, by: nil),
            topics: topics, groups: groups, producers: producers.plan, timing: timing, waivers: waivers)
        return Configuration(
            old: clusters.old.connection, new: clusters.new.connection, plan: plan,
            sampling: sampling, producers: producers.sources, choices: choices)
    }
}
