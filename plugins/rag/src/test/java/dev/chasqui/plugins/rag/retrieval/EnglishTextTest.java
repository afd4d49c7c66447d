package dev.chasqui.plugins.rag.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnglishTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "How many days of leave are there?",
                "leave policy",
                "E-4711",
                "",
                "Café menu"
            })
    void isLikelyWithoutAnotherLanguagesWords(String text) {
        assertThat(EnglishText.isLikely(text)).isTrue();
        assertThat(new EmbeddingModel("chasqui-embed").weight(text)).isEqualTo(0.55);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Wie viele Tage Urlaub gibt es?",
                "¿Cuántos días de vacaciones hay para los empleados?",
                "Quel est le nombre de jours ?",
                "有多少天假期？",
                "Сколько дней отпуска?"
            })
    void isNotLikelyWithThem(String text) {
        assertThat(EnglishText.isLikely(text)).isFalse();
        assertThat(new EmbeddingModel("chasqui-embed").weight(text)).isEqualTo(0.3);
        assertThat(new EmbeddingModel("multilingual-e5-small").weight(text)).isEqualTo(0.55);
    }
}
