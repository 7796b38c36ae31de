package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.probe.KernelVersion;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which kernel a simulated one is: what its release has, and how it behaves where releases differ.
public final class Profile {

    private final KernelVersion release;
    private final Set<Switch> switches;
    private final Map<String, Boolean> reached = new ConcurrentHashMap<>();
    private final int features;
    private final int setupFlags;
    private final int enterFlags;
    private final int sqeFlags;
    private final int opcodes;
    private final int registerOps;

    private Profile(KernelVersion release, Set<Switch> switches) {
        this.release = release;
        this.switches = switches;
        features = bits(FeatureBit.values());
        setupFlags = bits(SetupFlag.values());
        enterFlags = bits(EnterFlag.values());
        sqeFlags = bits(SqeFlag.values());
        opcodes = count(Opcode.values());
        registerOps = count(RegisterOp.values());
    }

    /// The kernel of a release, `6.18`, as documentation and measurement know it.
    public static Profile of(String release) {
        KernelVersion version = KernelVersion.parse(release);
        Set<Switch> switches = EnumSet.noneOf(Switch.class);
        for (Switch one : Switch.values()) {
            if (one.isOnIn(version)) {
                switches.add(one);
            }
        }
        return new Profile(version, switches);
    }

    /// The same kernel, but for one point.
    public Profile with(Switch which, boolean on) {
        Set<Switch> changed = EnumSet.copyOf(switches);
        if (on) {
            changed.add(which);
        } else {
            changed.remove(which);
        }
        return new Profile(release, changed);
    }

    /// Whether this kernel behaves so.
    public boolean is(Switch which) {
        return switches.contains(which);
    }

    /// Whether this kernel's headers have a constant.
    public boolean has(UapiConstant constant) {
        return reached.computeIfAbsent(
                constant.since(), since -> release.reaches(KernelVersion.parse(since)));
    }

    KernelVersion release() {
        return release;
    }

    int features() {
        return features;
    }

    int setupFlags() {
        return setupFlags;
    }

    int enterFlags() {
        return enterFlags;
    }

    int sqeFlags() {
        return sqeFlags;
    }

    /// How many opcodes it has: those from 0 to one less.
    int opcodes() {
        return opcodes;
    }

    /// How many register operations it has.
    int registerOps() {
        return registerOps;
    }

    private int bits(UapiConstant[] constants) {
        int bits = 0;
        for (UapiConstant constant : constants) {
            bits |= has(constant) ? constant.bits() : 0;
        }
        return bits;
    }

    private int count(UapiConstant[] constants) {
        int highest = -1;
        for (UapiConstant constant : constants) {
            if (has(constant)) {
                highest = Math.max(highest, constant.bits());
            }
        }
        return highest + 1;
    }
}
