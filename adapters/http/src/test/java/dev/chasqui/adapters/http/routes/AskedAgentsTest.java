package dev.chasqui.adapters.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AskedAgentsTest {
    @Test
    void commandsAreCutAtCommas() {
        assertThat(AskedAgents.split("rag, help ,context"))
                .containsExactly("rag", "help", "context");
    }

    @Test
    void commasInBracketsAndQuotesStay() {
        assertThat(AskedAgents.split("rag(a=1, b=\"x),y\"), parallel(2)[/a(1,2) | /b], c"))
                .containsExactly("rag(a=1, b=\"x),y\")", "parallel(2)[/a(1,2) | /b]", "c");
    }

    @Test
    void anEscapedQuoteDoesNotEndAText() {
        assertThat(AskedAgents.split("say(\"a\\\",b\"), c"))
                .containsExactly("say(\"a\\\",b\")", "c");
    }

    @Test
    void nothingAsksForNothing() {
        assertThat(AskedAgents.split(" , ,")).isEmpty();
    }
}
