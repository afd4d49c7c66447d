package dev.chasqui.adapters.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.http.edge.PercentCoding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

class UpstreamPathTest {
    private static final Set<String> KNOWN = Set.of("a", "a/b", "org/model:tag", "x/slots");

    @ParameterizedTest
    @CsvSource({
        "a/props, a, /props",
        "a/b/props, a/b, /props",
        "a/b, a, /b",
        "a/c/props, a, /c/props",
        "a%2Fb/props, a/b, /props",
        "org/model:tag/v1/x, org/model:tag, /v1/x",
        "org%2fmodel%3Atag/v1/x, org/model:tag, /v1/x",
        "org/model/v1, org, /model/v1",
        "x/slots/slots, x/slots, /slots",
        "a/, a, /",
        "a/slots/, a, /slots/",
        "a/%73lots, a, /%73lots",
        "a/x;y=1, a, /x;y=1",
        "%C3%B1/z, ñ, /z"
    })
    void theLongestKnownNameIsTheModel(String path, String model, String rest) {
        assertThat(parsed(path)).contains(new UpstreamPath(model, rest));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "/a",
                "/",
                "a//props",
                "a/../props",
                "a/%2e%2E/props",
                "a/./props",
                "a/tokenize/..%2Fslots",
                "a/tokenize%2f",
                "a/..%5cslots",
                "../a/props",
                "./props",
                "a/props/..",
                "a/props/%2E"
            })
    void ambiguousPathsAreRejected(String path) {
        assertThat(parsed(path)).isEmpty();
    }

    /** Every path that is forwarded is a part of the path that was sent, and climbs nowhere. */
    @Test
    void everyForwardedPathIsAPartOfTheSentOne() {
        List<String> pieces =
                List.of("a", "b", "org", "model:tag", "..", ".", "%2e", "%2F", "%5C", "", "slots");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder path = new StringBuilder(pieces.get(random.nextInt(pieces.size())));
            for (int more = random.nextInt(5); more > 0; more--) {
                path.append(random.nextInt(4) == 0 ? "" : "/")
                        .append(pieces.get(random.nextInt(pieces.size())));
            }
            Optional<UpstreamPath> read = parsed(path.toString());
            if (read.isPresent()) {
                String rest = read.get().rest();
                String decoded = PercentCoding.decode(rest);
                assertThat(path.toString()).as("seed %s", seed).endsWith(rest);
                assertThat(rest.toLowerCase(Locale.ROOT))
                        .as("seed %s", seed)
                        .doesNotContain("%2f", "%5c", "//");
                assertThat(List.of(decoded.split("/"))).as("seed %s", seed).doesNotContain("..");
                assertThat(decoded.getBytes(StandardCharsets.UTF_8)).isNotEmpty();
            }
        }
    }

    private static Optional<UpstreamPath> parsed(String path) {
        return UpstreamPath.of(UpstreamPath.PREFIX + path, KNOWN::contains);
    }
}
