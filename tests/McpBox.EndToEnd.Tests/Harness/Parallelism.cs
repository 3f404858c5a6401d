// Each test runs a sandbox or two, and some measure memory or push hundreds of megabytes.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
