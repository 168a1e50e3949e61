import Quiescence

/// The keys of `clusters`.
enum ClustersKey: String, SectionKey {
    case old, new
    case sameClusterID = "same_cluster_id"
}

/// The keys of `clusters.same_cluster_id`.
enum SameClusterIDKey: String, SectionKey { case reason }

/// Both clusters, and what must differ between them.
enum ClustersSection {
    static let mend = "name both: clusters.old.bootstrap_servers and clusters.new.bootstrap_servers"

    struct Decoded {
        var old: ClusterSection.Decoded
        var new: ClusterSection.Decoded
        var sameIDAccepted: String?
    }

    static func decode(_ place: Place, concurrency: Int) throws(Reported) -> Decoded {
        let section = try Section(place, keys: ClustersKey.self)
        let old = section.readRequired(.old, mend: mend) { place throws(Reported) in
            try ClusterSection.decode(place, side: .old, concurrency: concurrency)
        }
        let new = section.readRequired(.new, mend: mend) { place throws(Reported) in
            try ClusterSection.decode(place, side: .new, concurrency: concurrency)
        }
        let accepted = section.read(.sameClusterID, or: nil, sameIDReason)
        guard let old, let new else { throw Reported() }
        let decoded = Decoded(old: old, new: new, sameIDAccepted: accepted)
        if let newPlace = section[.new] { checkDifference(decoded, at: newPlace) }
        return decoded
    }

    private static func sameIDReason(_ place: Place) throws(Reported) -> String? {
        let section = try Section(place, keys: SameClusterIDKey.self)
        return try Place.reason(section.require(.reason, mend: Place.reasonMend))
    }

    /// The same cluster twice would be quiet, drained and consumed all at once.
    private static func checkDifference(_ clusters: Decoded, at place: Place) {
        let (old, new) = (clusters.old.connection, clusters.new.connection)
        if old.alias == new.alias {
            place.refuse("has the alias \(new.alias) of the old cluster", mend: "give each its own")
        }
        for address in new.bootstrapServers where old.bootstrapServers.contains(address) {
            place.refuse(
                "has an address of the old cluster"
                    + (clusters.new.addressesMayBeShown ? ", \(address)" : ""),
                mend: "give each its own brokers")
        }
        if let id = clusters.new.expectedID, id == clusters.old.expectedID, clusters.sameIDAccepted == nil {
            place.refuse(
                "has the cluster id of the old cluster, \(id)",
                mend: "correct it; if both really have it, say so: clusters.same_cluster_id: {reason: …}")
        }
    }
}
