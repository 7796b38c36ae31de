package dev.ringmark.runtime.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Control groups as procfs and both versions' file systems show them.
class ControlGroupTest {
    private final Map<String, String> files = new HashMap<>();

    @Test
    void without_any_group_there_is_no_limit() {
        assertEquals(
                new ControlGroup(
                        OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), 0, 0),
                read());
    }

    @Test
    void version_2_has_the_tightest_limit_of_all_groups_above() {
        files.put("/proc/self/cgroup", "0::/system.slice/a.service\n");
        files.put("/sys/fs/cgroup/system.slice/a.service/memory.max", "max\n");
        files.put("/sys/fs/cgroup/system.slice/memory.max", "67108864\n");
        files.put("/sys/fs/cgroup/system.slice/a.service/pids.max", "100\n");
        files.put("/sys/fs/cgroup/system.slice/pids.max", "500\n");
        files.put("/sys/fs/cgroup/system.slice/a.service/pids.current", "98\n");
        files.put("/sys/fs/cgroup/system.slice/a.service/pids.events", "max 7\n");
        files.put(
                "/sys/fs/cgroup/system.slice/a.service/memory.events",
                "low 0\noom 3\noom_kill 2\noom_group_kill 0\n");
        assertEquals(
                new ControlGroup(
                        OptionalLong.of(64 << 20), OptionalLong.of(100), OptionalLong.of(98), 7, 2),
                read());
    }

    @Test
    void version_1_has_a_folder_for_each_controller_and_a_number_for_no_limit() {
        files.put("/proc/self/cgroup", "9:pids:/docker/x\n8:cpu,memory:/docker/x\n0::/\n");
        files.put("/sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes", "9223372036854771712");
        files.put("/sys/fs/cgroup/memory/docker/x/memory.oom_control", "under_oom 0\noom_kill 4");
        files.put("/sys/fs/cgroup/pids/docker/x/pids.max", "max");
        assertEquals(
                new ControlGroup(
                        OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), 0, 4),
                read());
    }

    @Test
    void in_a_container_the_path_is_the_hosts_and_the_root_of_the_mount_is_ours() {
        files.put("/proc/self/cgroup", "9:pids:/docker/x\n");
        files.put("/sys/fs/cgroup/pids/pids.max", "32");
        files.put("/sys/fs/cgroup/pids/pids.current", "30");
        assertEquals(OptionalLong.of(32), read().pidsMax());
        assertEquals(OptionalLong.of(30), read().pids());
    }

    private ControlGroup read() {
        return ControlGroup.read(files::get);
    }
}
