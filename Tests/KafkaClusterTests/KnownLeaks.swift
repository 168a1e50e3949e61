/// What the address sanitizer need not report; it asks for these by name, and no other build does.
///
/// Where a broker does not know the newer list of groups, as the mock does not, the library's
/// `rd_kafka_ListConsumerGroups` keeps a reference to its client's own queue (librdkafka 2.0.2, without this
/// package too): 176 bytes for each client. The queue was made by `rd_kafka_new`; queues, lists, events and
/// options that we forget were made by other functions, and show.
@_cdecl("__lsan_default_suppressions")
func knownLeaks() -> UnsafePointer<UInt8> { ("leak:^rd_kafka_new$" as StaticString).utf8Start }

/// The library is built without frame pointers; only a careful walk finds out which function allocated.
@_cdecl("__asan_default_options")
func sanitizerOptions() -> UnsafePointer<UInt8> {
    ("fast_unwind_on_malloc=0:malloc_context_size=12:print_suppressions=0" as StaticString).utf8Start
}
