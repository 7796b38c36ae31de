package dev.ringmark.conformance.harness;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.uapi.AcceptFlag;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.MsgRingFlag;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.PollFlag;
import dev.ringmark.runtime.uapi.RecvSendFlag;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RegistrationOption;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// What `--hide` takes away, so that a bad place can be shown on a good machine.
///
/// | name | hides |
/// |---|---|
/// | a constant, `IORING_SETUP_DEFER_TASKRUN` | that constant |
/// | `io_uring` | all of it: every call answers ENOSYS |
/// | `io_uring=EPERM` | all of it, as a seccomp filter does |
/// | `io_uring_setup=EPERM` | new rings, as the sysctl does; `=ENOMEM` as a memlock limit does |
final class HiddenFeatures {

    private static final String ALL = "io_uring";
    private static final String SETUP = "io_uring_setup";

    private HiddenFeatures() {}

    /// What turns a kernel into one without what the names say; asks no kernel itself.
    ///
    /// @throws UsageException for a name that can't be hidden
    static UnaryOperator<Kernel> parse(List<String> names) {
        List<UnaryOperator<Kernel>> steps = new ArrayList<>();
        List<UapiConstant> constants = new ArrayList<>();
        for (String name : names) {
            String[] parts = name.split("=", 2);
            if (name.equals(ALL)) {
                steps.add(kernel -> Masked.refusing(kernel, Errno.ENOSYS));
            } else if (parts[0].equals(ALL)) {
                Errno errno = errno(name, parts[1]);
                steps.add(kernel -> Masked.refusing(kernel, errno));
            } else if (parts[0].equals(SETUP) && parts.length == 2) {
                Errno errno = errno(name, parts[1]);
                steps.add(kernel -> Masked.refusingSetup(kernel, errno));
            } else {
                constants.add(constant(name));
            }
        }
        if (!constants.isEmpty()) {
            UapiConstant[] all = constants.toArray(UapiConstant[]::new);
            steps.add(kernel -> Masked.hiding(kernel, all));
        }
        return kernel -> {
            Kernel result = kernel;
            for (UnaryOperator<Kernel> step : steps) {
                result = step.apply(result);
            }
            return result;
        };
    }

    private static Errno errno(String whole, String name) {
        return Arrays.stream(Errno.values())
                .filter(errno -> errno.name().equals(name))
                .findFirst()
                .orElseThrow(() -> refused(whole, "the name of an error behind the ="));
    }

    private static UapiConstant constant(String name) {
        return constants()
                .filter(constant -> constant.kernelName().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                refused(
                                        name,
                                        "io_uring, io_uring=ERRNO, io_uring_setup=ERRNO, or the"
                                                + " header's name of an opcode, a register"
                                                + " operation, a feature bit, or a flag of setup,"
                                                + " enter or an SQE"));
    }

    private static UsageException refused(String name, String expected) {
        return new UsageException("--hide: " + name + ", expected " + expected);
    }

    private static Stream<UapiConstant> constants() {
        return Stream.<UapiConstant[]>of(
                        Opcode.values(),
                        RegisterOp.values(),
                        FeatureBit.values(),
                        SetupFlag.values(),
                        EnterFlag.values(),
                        SqeFlag.values(),
                        AcceptFlag.values(),
                        BufferRingFlag.values(),
                        CancelFlag.values(),
                        MsgRingFlag.values(),
                        NopFlag.values(),
                        PollFlag.values(),
                        RecvSendFlag.values(),
                        new UapiConstant[] {
                            RegistrationOption.RSRC_REGISTER_SPARSE,
                            RegistrationOption.REGISTER_USE_REGISTERED_RING
                        },
                        TimeoutFlag.values())
                .flatMap(Arrays::stream);
    }
}
