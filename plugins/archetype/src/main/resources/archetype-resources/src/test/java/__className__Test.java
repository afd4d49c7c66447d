package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chasqui.plugin.testkit.ScriptedModel;
import dev.chasqui.plugin.testkit.TestPipeline;
import dev.chasqui.plugin.testkit.TestReply;

import java.util.List;
import org.junit.jupiter.api.Test;

class ${className}Test {
    @Test
    void theGreetingStandsBeforeTheReply() {
        TestReply reply = TestPipeline.run(new ${className}(), "/${artifactId} good day");

        assertEquals("Hello! good day", reply.text());
    }

    @Test
    void aStreamKeepsItsPieces() {
        try (TestPipeline pipeline = TestPipeline.of(new ${className}())) {
            pipeline.withModel(ScriptedModel.saying("Nice ", "weather."));

            assertEquals(
                    List.of("Hello! ", "Nice ", "weather."),
                    pipeline.start("/${artifactId} good day").read().pieces());
        }
    }

    @Test
    void soDoesAReplyAtOnce() {
        try (TestPipeline pipeline = TestPipeline.of(new ${className}()).streaming(false)) {
            assertEquals(
                    "Hello! good day", pipeline.start("/${artifactId} good day").read().text());
        }
    }
}
