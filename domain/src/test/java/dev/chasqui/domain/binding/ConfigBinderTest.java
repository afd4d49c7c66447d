package dev.chasqui.domain.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.agent.Argument;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ConfigBinderTest {
    private static final Path FOLDER = Path.of("/etc/chasqui");

    private record Limits(@Argument(fallback = "5") int chunks, Optional<Duration> pause) {}

    private record Section(
            Map<String, String> snippets,
            Optional<Path> folder,
            List<Limits> each,
            Limits limits,
            @Argument(fallback = "0.5") double weight,
            @Argument(fallback = "true") boolean date) {}

    @Test
    void anEmptySectionHasDefaultsAllTheWayDown() {
        Limits limits = new Limits(5, Optional.empty());

        assertThat(bind(Json.Obj.EMPTY))
                .isEqualTo(new Section(Map.of(), Optional.empty(), List.of(), limits, 0.5, true));
    }

    @Test
    void nestedRecordsListsMapsAndPathsAreBound() {
        Json.Obj limits = object("chunks", new Json.Num("7")).with("pause", new Json.Str("2m"));
        Json.Obj section =
                object("snippets", object("team", new Json.Str("Eve")))
                        .with("folder", new Json.Str("notes"))
                        .with("each", new Json.Arr(List.of(limits)))
                        .with("limits", Json.Obj.EMPTY)
                        .with("weight", new Json.Num("1e-1"))
                        .with("date", new Json.Bool(false));

        assertThat(bind(section))
                .isEqualTo(
                        new Section(
                                Map.of("team", "Eve"),
                                Optional.of(FOLDER.resolve("notes")),
                                List.of(new Limits(7, Optional.of(Duration.ofMinutes(2)))),
                                new Limits(5, Optional.empty()),
                                0.1,
                                false));
    }

    @Test
    void aMistakeNamesItsPlace() {
        assertMistake(
                object("snippets", object("team", new Json.Num("5"))),
                "agents.context.snippets.team",
                "agents.context.snippets.team: 5 (expected: a text)");
        assertMistake(
                object("each", new Json.Arr(List.of(object("chunks", new Json.Str("7"))))),
                "agents.context.each[0].chunks",
                "agents.context.each[0].chunks: \"7\" (expected: a whole number, without quotes)");
        assertMistake(
                object("snipets", Json.Obj.EMPTY),
                "agents.context.snipets",
                "agents.context.snipets: unknown (expected: snippets, folder, each, limits, weight,"
                        + " date; did you mean snippets?)");
        assertMistake(
                object("limits", new Json.Str("x")),
                "agents.context.limits",
                "agents.context.limits: \"x\" (expected: an object of chunks, pause)");
    }

    private static void assertMistake(Json.Obj section, String field, String message) {
        assertThatThrownBy(() -> bind(section))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e ->
                                assertThat(e.failure())
                                        .isEqualTo(new Failure.Invalid(field, message)));
    }

    private static Section bind(Json.Obj section) {
        return new ConfigBinder(FOLDER).bind(Section.class, section, "agents.context");
    }

    private static Json.Obj object(String name, Json value) {
        return Json.Obj.EMPTY.with(name, value);
    }
}
