// Each AppHost is a dozen processes or three: two at once get in each other's way more than they save.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
