package dev.ringmark.ci.container;

import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.JsonValue.Array;
import dev.ringmark.stats.record.JsonValue.Num;
import dev.ringmark.stats.record.JsonValue.Obj;
import dev.ringmark.stats.record.JsonValue.Text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A policy's filters as engines read them: everything is allowed but what is named.
final class SeccompProfile {
    /// The numbers of the generic architecture, which x86_64 and aarch64 share (errno(3)).
    private static final Map<String, Integer> ERRNOS =
            Map.of("EPERM", 1, "EACCES", 13, "EINVAL", 22, "ENOSYS", 38);

    private SeccompProfile() {}

    /// The errnos that a filter can be told to answer.
    static List<String> errnos() {
        return ERRNOS.keySet().stream().sorted().toList();
    }

    /// What goes behind `seccomp=`: `unconfined`, or the profile as JSON.
    static String of(List<Policy.Filter> filters) {
        if (filters.isEmpty()) {
            return "unconfined";
        }
        List<JsonValue> rules = filters.stream().map(SeccompProfile::rule).toList();
        Map<String, JsonValue> profile = new LinkedHashMap<>();
        profile.put("defaultAction", new Text("SCMP_ACT_ALLOW"));
        profile.put("syscalls", new Array(rules));
        return Json.write(new Obj(profile));
    }

    private static JsonValue rule(Policy.Filter filter) {
        Map<String, JsonValue> rule = new LinkedHashMap<>();
        rule.put(
                "names",
                new Array(filter.calls().stream().<JsonValue>map(JsonValue.Text::new).toList()));
        if (filter.action().equals(Policy.Filter.KILL)) {
            rule.put("action", new Text("SCMP_ACT_KILL_PROCESS"));
        } else {
            rule.put("action", new Text("SCMP_ACT_ERRNO"));
            rule.put("errnoRet", Num.of(ERRNOS.getOrDefault(filter.action(), 1)));
        }
        return new Obj(rule);
    }
}
