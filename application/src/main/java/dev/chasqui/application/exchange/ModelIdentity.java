package dev.chasqui.application.exchange;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.domain.derived.DerivedModel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** The identity of a model: a digest of the facts that can change its replies. */
final class ModelIdentity {
    private ModelIdentity() {}

    /**
     * Returns the identity of a model.
     *
     * @param models the backends that have it, and those of each model that may answer in its
     *     place, in order; the order of backends does not matter, since it follows from their state
     */
    static String of(List<List<Candidate>> models) {
        return sha256(
                models.stream()
                        .map(ModelIdentity::facts)
                        .collect(Collectors.joining("\n-- or else --\n")));
    }

    private static String facts(List<Candidate> candidates) {
        return candidates.stream()
                .map(ModelIdentity::facts)
                .distinct()
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String facts(Candidate candidate) {
        String model = candidate.backend().name() + "/" + candidate.knownAs();
        return candidate.derived().map(child -> model + facts(child)).orElse(model);
    }

    private static String facts(DerivedModel child) {
        return List.of(child.system(), child.messages(), child.sampling(), child.virtual())
                .toString();
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
