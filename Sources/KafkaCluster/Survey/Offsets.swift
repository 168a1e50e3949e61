internal import CRDKafka
import DecommissionGate
import Glibc
import Quiescence

/// Which offset of a partition is asked for.
enum OffsetQuestion: Int64 {
    /// The log start.
    case start = -2
    /// The high watermark from a `read_uncommitted` client, the last stable offset from the other.
    case end = -1
}

/// What one request for the offsets of partitions brought.
enum OffsetAnswer {
    /// One reading for each partition, in the order in which they were asked for.
    case perPartition([Reading<Int64>])
    /// The request failed as a whole; the list came back as it was sent and says nothing.
    case failed(rd_kafka_resp_err_t, Cause)
}

extension Handle {
    /// Asks the leader of `partitions`, which must all have the same one, for their offsets.
    func offsets(
        _ question: OffsetQuestion, of partitions: ArraySlice<TopicPartition>, _ budget: Budget,
        _ requests: RequestLedger
    ) -> OffsetAnswer {
        let began = ContinuousClock.now
        let list = PartitionList(capacity: partitions.count)
        for partition in partitions {
            list.append(partition.topic.rawValue, partition.partition, offset: question.rawValue)
        }
        let error = rd_kafka_offsets_for_times(client, list.pointer, budget.milliseconds)
        // Where every single partition is unknown the call says so too; its elements are good answers.
        let answered =
            error == RD_KAFKA_RESP_ERR_NO_ERROR || error == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION
        requests.count(.listOffsets, failed: !answered)
        let what = "\(words(question)) of \(partitions.words)"
        guard answered, list.elements.count == partitions.count else {
            return .failed(error, cause(error, of: what, since: began))
        }
        return .perPartition(
            zip(partitions, list.elements).map { asked, element in
                reading(element, asked, question, callError: error)
            })
    }

    private func reading(
        _ element: rd_kafka_topic_partition_t, _ asked: TopicPartition, _ question: OffsetQuestion,
        callError: rd_kafka_resp_err_t
    ) -> Reading<Int64> {
        let error = element.err == RD_KAFKA_RESP_ERR_NO_ERROR ? callError : element.err
        guard error == RD_KAFKA_RESP_ERR_NO_ERROR else {
            return .unreadable(
                Cause(
                    error.kind, "\(words(question)) of \(asked): \(errorWords(error))", remedy: remedy(error))
            )
        }
        let isTheAsked =
            element.partition == asked.partition
            && asked.topic.rawValue.withCString { strcmp($0, element.topic) == 0 }
        guard isTheAsked, element.offset >= 0 else {
            return .unreadable(Cause(.incomplete, "\(words(question)) of \(asked): no offset in the answer"))
        }
        return .known(element.offset)
    }

    private func words(_ question: OffsetQuestion) -> String {
        switch (question, isolation) {
        case (.start, _): "start offset"
        case (.end, .readUncommitted): "end offset"
        case (.end, .readCommitted): "stable offset"
        }
    }

    private func remedy(_ error: rd_kafka_resp_err_t) -> String? {
        error == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED ? "grant Describe on this topic" : nil
    }
}

extension ArraySlice<TopicPartition> {
    /// For sentences: "orders-0" or "orders-0 and 249 more partitions".
    var words: String {
        guard let first else { return "no partition" }
        return count == 1 ? "\(first)" : "\(first) and \(count - 1) more partitions"
    }
}
