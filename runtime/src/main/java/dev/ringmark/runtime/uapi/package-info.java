/// The kernel's numbers: every constant of io_uring's user interface with its value, the release
/// that brought it and its source. A test holds them against the feature catalogue, both ways.
package dev.ringmark.runtime.uapi;
