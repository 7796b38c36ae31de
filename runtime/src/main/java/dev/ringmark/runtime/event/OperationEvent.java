package dev.ringmark.runtime.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// One operation, from the moment its SQE was written to its last CQE.
@Name("dev.ringmark.Operation")
@Label("Ring operation")
@Description("An io_uring operation from submission to its last completion")
@Category({"Ringmark", "Operation"})
@StackTrace(false)
final class OperationEvent extends Event {

    @Label("Id")
    long id;

    @Label("Opcode")
    int opcode;

    @Label("File")
    int fd;

    @Label("Length")
    int length;

    @Label("Result")
    int result;
}
