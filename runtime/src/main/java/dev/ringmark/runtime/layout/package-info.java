/// The structures that a ring and its kernel share, field by field.
///
/// One class per structure of the kernel's headers, each with its picture, its offsets and a size
/// that is checked when the class loads. Exported because the simulated kernel reads what the ring
/// writes, and because checks write what no ring would.
package dev.ringmark.runtime.layout;
