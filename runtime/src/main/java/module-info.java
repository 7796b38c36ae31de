import org.jspecify.annotations.NullMarked;

/// The reference runtime: rings over liburing or plain system calls, and what a kernel can do.
@NullMarked
module dev.ringmark.runtime {
    requires static transitive jdk.httpserver;
    requires static jdk.jfr;
    requires static transitive org.jspecify;

    exports dev.ringmark.runtime.buffer;
    exports dev.ringmark.runtime.event;
    exports dev.ringmark.runtime.fs;
    exports dev.ringmark.runtime.http;
    exports dev.ringmark.runtime.io;
    exports dev.ringmark.runtime.kernel;
    exports dev.ringmark.runtime.layout;
    exports dev.ringmark.runtime.net;
    exports dev.ringmark.runtime.op;
    exports dev.ringmark.runtime.probe;
    exports dev.ringmark.runtime.process;
    exports dev.ringmark.runtime.ring;
    exports dev.ringmark.runtime.shard;
    exports dev.ringmark.runtime.shards;
    exports dev.ringmark.runtime.task;
    exports dev.ringmark.runtime.uapi;
}
