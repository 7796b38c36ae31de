/// The edge: the only downcalls into C, and the layouts of the structures both sides share.
///
/// Not exported. Offsets come from here and from nowhere else.
package dev.ringmark.runtime.ffi;
