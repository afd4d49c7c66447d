package dev.chasqui.benchmarks.folders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

class VerdictTest {
    private static final Question QUESTION =
            Question.of(
                    read(
                            """
                            {"question": "How long is leave?", "document": "leave.md",
                             "passage": ["30 days", "thirty days"], "answer": "30 days"}\
                            """));

    @Test
    void theRightPassageCountsAsFirstOnlyIfNothingIsCitedBeforeIt() {
        Verdict first = Verdict.of(QUESTION, reply("There are 30\\ndays [2], not ten [1]."));
        Verdict second = Verdict.of(QUESTION, reply("There are ten [1] or 30 days [2]."));
        Verdict never = Verdict.of(QUESTION, reply("There are ten [1]."));

        assertThat(List.of(first.first(), first.cited(), first.answered())).containsOnly(true);
        assertThat(List.of(second.first(), second.cited(), second.answered()))
                .containsExactly(false, true, true);
        assertThat(List.of(never.first(), never.cited(), never.answered())).containsOnly(false);
        assertThat(never.found()).isTrue();
    }

    @Test
    void theListOfSourcesIsNoPartOfTheAnswer() {
        assertThat(Verdict.of(QUESTION, reply("Nothing.\\n\\nSources:\\n[2] leave.md")).cited())
                .isFalse();
    }

    private static Reply reply(String text) {
        return Reply.of(
                read(
                        """
                        {"choices": [{"message": {"content": "%s"}}],
                         "chasqui": {"citations": [
                           {"number": 1, "document": "other.md", "passage": "30 days"},
                           {"number": 2, "document": "leave.md", "passage": "Leave: 30  days."}]}}
                        """
                                .formatted(text)));
    }

    private static Json.Obj read(String json) {
        return (Json.Obj) JsonReader.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
