package dev.ringmark.conformance.checks.setup;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.layout.QueryHeaderLayout;
import dev.ringmark.runtime.layout.QueryOpcodesLayout;
import dev.ringmark.runtime.uapi.QueryOpcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.lang.foreign.MemorySegment;

/// One question to IORING_REGISTER_QUERY, asked without a ring, and its answer.
///
/// @param returned what the call returned
/// @param result what the kernel wrote into the header
/// @param data what the kernel wrote for this question
record Query(int returned, int result, MemorySegment data) {

    /// Asks about opcodes and flags; the call and the question must succeed.
    static Query opcodes(TestKernel kernel) {
        Query query = ask(kernel, QueryOpcode.OPCODES.bits());
        kernel.evidence().result("register(-1, QUERY)", 0, query.returned);
        kernel.evidence().result("its header's result", 0, query.result);
        return query;
    }

    /// Asks whatever this number means.
    static Query ask(TestKernel kernel, int question) {
        MemorySegment data = kernel.memory(QueryOpcodesLayout.SIZE);
        MemorySegment header = kernel.memory(QueryHeaderLayout.SIZE);
        header.set(JAVA_LONG, QueryHeaderLayout.QUERY_DATA, data.address());
        header.set(JAVA_INT, QueryHeaderLayout.QUERY_OP, question);
        header.set(JAVA_INT, QueryHeaderLayout.DATA_SIZE, (int) data.byteSize());
        int returned = kernel.kernel().register(-1, RegisterOp.QUERY.bits(), header, 0);
        return new Query(returned, header.get(JAVA_INT, QueryHeaderLayout.RESULT), data);
    }

    /// A count of the answer, by its offset in [QueryOpcodesLayout].
    int count(long offset) {
        return data.get(JAVA_INT, offset);
    }

    /// A word of flags of the answer, by its offset in [QueryOpcodesLayout].
    long flags(long offset) {
        return data.get(JAVA_LONG, offset);
    }
}
