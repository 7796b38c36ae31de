package dev.ringmark.runtime.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// One turn of a loop, without the sleep that may follow.
@Name("dev.ringmark.Turn")
@Label("Loop turn")
@Description("One turn of a loop: tasks run, then SQEs and CQEs are moved")
@Category({"Ringmark", "Loop"})
@StackTrace(false)
final class TurnEvent extends Event {

    @Label("Loop")
    String loop = "";

    @Label("Runs")
    @Description("How many times something ran")
    int runs;

    @Label("Moved")
    @Description("How many SQEs, CQEs, timers and calls were handled")
    int moved;
}
