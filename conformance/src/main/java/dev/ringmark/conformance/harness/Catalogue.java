package dev.ringmark.conformance.harness;

import dev.ringmark.conformance.feature.Feature;
import dev.ringmark.conformance.feature.FeatureCatalogue;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.probe.Availability;
import dev.ringmark.runtime.probe.Behaviour;
import dev.ringmark.runtime.probe.Features;
import dev.ringmark.runtime.probe.Support;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import dev.ringmark.runtime.uapi.UapiConstant;
import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.LineCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the verbs `probe`, `features` and `catalogue` print: lines of JSON.
final class Catalogue {

    private Catalogue() {}

    /// What a kernel has, one object.
    static String probe(Kernel kernel) {
        Features features = Features.of(kernel);
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        fields.put("kernelRelease", JsonText.of(kernel.release()));
        fields.put("binding", JsonText.of(kernel.binding()));
        fields.put("features", JsonText.of(KernelFacts.hex(features.featureBits())));
        fields.put("opcodes", names(features, Opcode.class));
        fields.put("setupFlags", names(features, SetupFlag.class));
        fields.put("registerOperations", names(features, RegisterOp.class));
        fields.put("sqeFlags", names(features, SqeFlag.class));
        fields.put("enterFlags", names(features, EnterFlag.class));
        fields.put("behaviours", behaviours(features));
        fields.put("availability", availability(features.availability()));
        fields.put("remarks", JsonText.array(features.remarks()));
        return Json.write(new JsonValue.Obj(fields));
    }

    /// Each feature with what was observed of it.
    static List<String> features(Kernel kernel) {
        return KernelFacts.lines(Features.of(kernel)).stream().map(LineCodec::encode).toList();
    }

    /// Each feature as it is documented, without asking any kernel.
    static List<String> catalogue() {
        return FeatureCatalogue.load().features().stream().map(Catalogue::documented).toList();
    }

    private static String documented(Feature feature) {
        Feature.Claim claim = feature.documented();
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        fields.put("name", JsonText.of(feature.name()));
        fields.put("kind", JsonText.of(feature.kind().wireName()));
        fields.put("documented", JsonText.of(claim == null ? null : claim.since().raw()));
        fields.put("header", JsonText.of(feature.since().raw()));
        fields.put("detail", JsonText.of(feature.notes().isEmpty() ? null : feature.notes()));
        fields.put("source", JsonText.of(feature.source()));
        return Json.write(new JsonValue.Obj(fields));
    }

    private static <E extends Enum<E> & UapiConstant> JsonValue names(
            Features features, Class<E> family) {
        return JsonText.array(
                features.supported(family).stream().map(UapiConstant::kernelName).toList());
    }

    private static JsonValue behaviours(Features features) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        for (Behaviour behaviour : Behaviour.values()) {
            Support support = features.support(behaviour);
            Map<String, JsonValue> answer = new LinkedHashMap<>();
            answer.put("support", JsonText.of(KernelFacts.observation(support).wireName()));
            switch (support) {
                case Support.Supported _ -> {}
                case Support.Unsupported no -> answer.put("why", JsonText.of(no.reason()));
                case Support.Inconclusive open -> answer.put("why", JsonText.of(open.why()));
            }
            fields.put(behaviour.kernelName(), new JsonValue.Obj(answer));
        }
        return new JsonValue.Obj(fields);
    }

    private static JsonValue availability(Availability availability) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        fields.put("available", new JsonValue.Bool(availability instanceof Availability.Available));
        if (availability instanceof Availability.Unavailable no) {
            fields.put("cause", JsonText.of(no.cause().label()));
            fields.put("detail", JsonText.of(no.explanation()));
            fields.put("fix", JsonText.of(String.join("; or ", no.remedies())));
        }
        return new JsonValue.Obj(fields);
    }
}
