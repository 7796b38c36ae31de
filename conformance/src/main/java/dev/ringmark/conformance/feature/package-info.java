/// The feature catalogue: what io_uring has, since when the header and the man pages say so, and
/// how that compares to what a kernel shows.
package dev.ringmark.conformance.feature;
