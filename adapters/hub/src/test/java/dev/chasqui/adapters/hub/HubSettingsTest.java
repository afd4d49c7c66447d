package dev.chasqui.adapters.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Settings as users write them in variables. */
class HubSettingsTest {

    @Test
    void theEnvironmentIsThatOfTheHubsTools() {
        HubSettings settings =
                HubSettings.fromEnvironment(
                        Map.of(
                                "HF_ENDPOINT", "https://mirror.example/hf/",
                                "HF_TOKEN", " hf_abc\n",
                                "HF_HOME", "home",
                                "HF_HUB_OFFLINE", "1"));

        assertThat(settings.endpoint()).hasToString("https://mirror.example/hf");
        assertThat(settings.token()).contains(new HubToken("hf_abc"));
        assertThat(settings.cache()).isEqualTo(Path.of("home", "hub"));
        assertThat(settings.offline()).isTrue();
        assertThat(settings.toString()).doesNotContain("hf_abc");
    }

    @Test
    void withoutAnEnvironmentTheHubIsTheHub() {
        HubSettings settings = HubSettings.fromEnvironment(Map.of("HF_TOKEN", ""));

        assertThat(settings.endpoint()).hasToString("https://huggingface.co");
        assertThat(settings.token()).isEmpty();
        assertThat(settings.offline()).isFalse();
        assertThat(settings.cache())
                .isEqualTo(
                        Path.of(System.getProperty("user.home"), ".cache", "huggingface", "hub"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "huggingface.co",
                "ftp://x",
                "https://me:word@x",
                "https://x?y",
                "https://x#y",
                "https://",
                "http://x:99999",
                "file:///x",
                "http://[x"
            })
    void aHubHasAnAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HubEndpoint.parse(text))
                .withMessageContaining("HF_ENDPOINT: ")
                .withMessageNotContaining("word");
    }

    @Test
    void aTokenThatIsNoneIsNotShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HubToken("hf abc"))
                .withMessageNotContaining("abc");
    }

    @Test
    void progressIsToldTwiceASecond() {
        List<String> told = new ArrayList<>();
        long[] now = {0};
        ProgressMeter meter =
                new ProgressMeter("downloading x", 0, 2_000_000, told::add, _ -> {}, () -> now[0]);
        for (int i = 1; i <= 20; i++) {
            now[0] += 100_000_000L;
            meter.at(i * 100_000L);
        }

        assertThat(told)
                .containsExactly(
                        "downloading x: 25% of 2.0 MB, 1.0 MB/s",
                        "downloading x: 50% of 2.0 MB, 1.0 MB/s",
                        "downloading x: 75% of 2.0 MB, 1.0 MB/s",
                        "downloading x: 100% of 2.0 MB, 1.0 MB/s");
    }

    @Test
    void amountsAreWrittenAsPeopleReadThem() {
        assertThat(HumanReadable.bytes(999)).isEqualTo("999 B");
        assertThat(HumanReadable.bytes(1_500)).isEqualTo("1.5 kB");
        assertThat(HumanReadable.bytes(806_100_000)).isEqualTo("806.1 MB");
        assertThat(HumanReadable.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
    }
}
