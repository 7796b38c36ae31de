package dev.ringmark.ci.container;

import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.StrictFields;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads a policy, strictly: a limit that is misspelt would be no limit, in silence.
///
///     {
///       "id": "memlock-64k", "title": "...", "source": "getrlimit(2), RLIMIT_MEMLOCK",
///       "container": {"memlockBytes": 65536, "capAdd": ["IPC_LOCK"]},
///       "expected": {
///         "answers": {"setup": "ok", "enter": "EBADF", ...},
///         "runtime": {"graceful": "ENOMEM", "warn": "ENOMEM", "strict": "ENOMEM"},
///         "diagnosis": ["memlock"],
///         "suite": "runs"
///       }
///     }
///
/// Every field of `container` may be left out: `seccomp`, `memlockBytes`, `memoryMib`, `pids`,
/// `capAdd`, `capDrop`, `noNewPrivileges`, `user`, `readOnlyRoot`, `ioUringDisabled`. So may be
/// `crashes` of `expected`.
final class PolicyJson {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Pattern ERRNO = Pattern.compile("E[A-Z0-9]{2,15}");
    private static final Pattern CALL = Pattern.compile("[a-z0-9_]{2,40}");
    private static final Pattern CAPABILITY = Pattern.compile("[A-Z][A-Z_]{2,40}");
    private static final Pattern USER = Pattern.compile("\\d{1,9}(:\\d{1,9})?");

    private static final List<String> OUTCOMES = List.of("runs", "does without", "killed");

    private static final long MEMLOCK_MAX = 1L << 40;
    // What Docker takes as the least.
    private static final long MEMORY_MIB_MIN = 6;
    private static final long MEMORY_MIB_MAX = 1 << 20;
    private static final long PIDS_MAX = 1 << 22;
    private static final long SYSCTL_MAX = 2;

    private PolicyJson() {}

    /// The policy that a text holds.
    ///
    /// @throws IllegalArgumentException naming the field, its value and what was expected
    static Policy parse(String text) {
        StrictFields file = new StrictFields("", Json.parse(text));
        Policy policy =
                new Policy(
                        matching(file, "id", ID, "a-z, 0-9 and -, at most 40 of them"),
                        file.text("title"),
                        file.text("source"),
                        file.is("optIn"),
                        box(file.object("container")),
                        expected(file.object("expected")));
        if (policy.box().ioUringDisabled() != null && !policy.optIn()) {
            throw file.wrong("optIn", "false", "true, because a sysctl is the whole machine's");
        }
        file.end();
        return policy;
    }

    private static Policy.Box box(StrictFields fields) {
        String user = fields.textOrNull("user");
        if (user != null && !USER.matcher(user).matches()) {
            throw fields.wrong("user", user, "a uid, or uid:gid, in digits");
        }
        Policy.Box box =
                new Policy.Box(
                        fields.has("seccomp") ? filters(fields) : List.of(),
                        fields.integerOrNull("memlockBytes", 0, MEMLOCK_MAX),
                        fields.integerOrNull("memoryMib", MEMORY_MIB_MIN, MEMORY_MIB_MAX),
                        fields.integerOrNull("pids", 1, PIDS_MAX),
                        capabilities(fields, "capAdd"),
                        capabilities(fields, "capDrop"),
                        fields.is("noNewPrivileges"),
                        user,
                        fields.is("readOnlyRoot"),
                        fields.integerOrNull("ioUringDisabled", 0, SYSCTL_MAX));
        fields.end();
        return box;
    }

    private static List<Policy.Filter> filters(StrictFields fields) {
        return fields.objects("seccomp").stream().map(PolicyJson::filter).toList();
    }

    private static Policy.Filter filter(StrictFields fields) {
        List<String> calls = fields.texts("calls");
        if (calls.isEmpty() || calls.stream().anyMatch(call -> !CALL.matcher(call).matches())) {
            throw fields.wrong("calls", calls.toString(), "names of system calls, at least one");
        }
        String action = fields.text("action");
        if (!action.equals(Policy.Filter.KILL) && !SeccompProfile.errnos().contains(action)) {
            throw fields.wrong("action", action, "kill, or one of " + SeccompProfile.errnos());
        }
        fields.end();
        return new Policy.Filter(calls, action);
    }

    private static List<String> capabilities(StrictFields fields, String name) {
        List<String> capabilities = fields.texts(name);
        for (String capability : capabilities) {
            if (!CAPABILITY.matcher(capability).matches()) {
                throw fields.wrong(name, capability, "ALL, or names as IPC_LOCK, without CAP_");
            }
        }
        return capabilities;
    }

    private static Policy.Expected expected(StrictFields fields) {
        StrictFields answers = fields.object("answers");
        Map<String, String> byQuestion = new LinkedHashMap<>();
        for (String question : Policy.QUESTIONS) {
            byQuestion.put(question, answer(answers, question));
        }
        answers.end();
        StrictFields runtime = fields.object("runtime");
        Map<String, String> byFallback = new LinkedHashMap<>();
        for (String fallback : Policy.FALLBACKS) {
            byFallback.put(fallback, outcome(runtime, fallback));
        }
        runtime.end();
        List<String> diagnosis = fields.texts("diagnosis");
        String suite = fields.text("suite");
        Policy.Suite known =
                Arrays.stream(Policy.Suite.values())
                        .filter(one -> one.wireName().equals(suite))
                        .findFirst()
                        .orElseThrow(() -> fields.wrong("suite", suite, suites()));
        String crashes = fields.textOrNull("crashes");
        fields.end();
        return new Policy.Expected(byQuestion, byFallback, diagnosis, known, crashes);
    }

    private static String answer(StrictFields answers, String question) {
        String answer = answers.text(question);
        if (!List.of("ok", "killed", "-").contains(answer) && !ERRNO.matcher(answer).matches()) {
            throw answers.wrong(question, answer, "ok, the name of an errno, killed, or -");
        }
        return answer;
    }

    private static String outcome(StrictFields runtime, String fallback) {
        String outcome = runtime.text(fallback);
        if (!OUTCOMES.contains(outcome) && !ERRNO.matcher(outcome).matches()) {
            throw runtime.wrong(
                    fallback, outcome, "runs, does without, the name of an errno, or killed");
        }
        return outcome;
    }

    private static String suites() {
        return "one of "
                + Arrays.stream(Policy.Suite.values()).map(Policy.Suite::wireName).toList();
    }

    private static String matching(
            StrictFields fields, String name, Pattern form, String expected) {
        String text = fields.text(name);
        if (!form.matcher(text).matches()) {
            throw fields.wrong(name, text, expected);
        }
        return text;
    }
}
