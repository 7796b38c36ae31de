/// Many loops as one runtime: placement, stealing, messages between shards, operations from
/// anywhere. docs/shards.md is the guide.
@NullMarked
package dev.ringmark.runtime.shards;

import org.jspecify.annotations.NullMarked;
