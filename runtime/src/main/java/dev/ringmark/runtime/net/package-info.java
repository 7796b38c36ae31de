/// Sockets, pipes, and streams over any other fd, for tasks: blocking calls, each of which is an
/// operation on the loop's ring.
///
/// A socket belongs to a loop, which closes it with itself at the latest. Calls are best made by
/// tasks of that loop; any other thread may make them too, at the price of a hand-over. What ends a
/// wait ends a call: a time, a scope, a cancel, an interrupt (docs/tasks.md). Then the operation is
/// cancelled first, and nothing of it is left: no fd, and no memory that the kernel may write.
///
/// A socket that is closed meanwhile ends every call on it with
/// [dev.ringmark.runtime.task.TaskException.Closed]; what the kernel refuses is a
/// [dev.ringmark.runtime.kernel.RingException] that says what to try.
@NullMarked
package dev.ringmark.runtime.net;

import org.jspecify.annotations.NullMarked;
