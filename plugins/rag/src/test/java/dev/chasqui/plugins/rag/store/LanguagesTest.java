package dev.chasqui.plugins.rag.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

class LanguagesTest {
    private static final Map<String, List<String>> SENTENCES =
            Map.of(
                    "en",
                    List.of("Every employee has thirty days of leave.", "Where is the invoice?"),
                    "de",
                    List.of("Jeder Mitarbeiter hat dreißig Tage Urlaub.", "Wo liegt der Vertrag?"),
                    "fr",
                    List.of("Chaque salarié a droit à trente jours.", "Où se trouve le contrat ?"),
                    "es",
                    List.of("Cada empleado tiene treinta días libres.", "¿Dónde está la factura?"),
                    "it",
                    List.of(
                            "Ogni dipendente ha trenta giorni di ferie.",
                            "Dove si trova il contratto?"),
                    "pt",
                    List.of("Cada empregado tem trinta dias de férias.", "Onde está o contrato?"),
                    "nl",
                    List.of("Elke werknemer heeft dertig dagen verlof.", "Waar is de factuur?"));

    private static long right(Languages languages) {
        return SENTENCES.entrySet().stream()
                .mapToLong(
                        entry ->
                                entry.getValue().stream()
                                        .filter(
                                                sentence ->
                                                        languages
                                                                .of(sentence)
                                                                .code()
                                                                .equals(entry.getKey()))
                                        .count())
                .sum();
    }

    @Test
    void shortSentencesAreToldApartAmongSevenLanguages() {
        Languages seven = Languages.of(List.of("en", "de", "fr", "es", "it", "pt", "nl"));
        assertThat(right(seven)).isGreaterThanOrEqualTo(13);
    }

    @Test
    void mostAreToldApartAmongAll() {
        assertThat(right(Languages.of(List.of()))).isGreaterThanOrEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({
        "ru, Каждый сотрудник имеет тридцать дней отпуска.",
        "el, Κάθε υπάλληλος έχει τριάντα ημέρες άδεια.",
        "ja, 休暇は三十日です。",
        "zh, 每位员工每年有三十天年假。",
        "ko, 모든 직원은 휴가를 받습니다.",
        "th, พนักงานทุกคนมีวันลาพักร้อนสามสิบวัน",
        "ar, لكل موظف ثلاثون يوما من الإجازة في السنة."
    })
    void otherScriptsTellTheLanguage(String code, String text) {
        assertThat(Languages.of(List.of()).of(text).code()).isEqualTo(code);
    }

    @Test
    void aTextWithoutEvidenceIsInTheFirstConfiguredLanguage() {
        assertThat(Languages.of(List.of("nl", "de")).of("12 345").code()).isEqualTo("nl");
        assertThat(Languages.of(List.of("nl", "de")).of("休暇").code()).isEqualTo("nl");
        assertThat(Languages.of(List.of()).of("xyzzy").code()).isEqualTo("en");
    }

    @Test
    void unknownCodesAreLeftOut() {
        assertThat(Languages.of(List.of("xx", "DE")).codes()).isEqualTo("de");
        assertThat(Languages.of(List.of("xx")).codes()).isEqualTo("en");
    }
}
