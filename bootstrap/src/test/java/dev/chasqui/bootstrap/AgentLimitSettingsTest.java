package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import dev.chasqui.adapters.config.AgentLimitsConfig;
import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.PluginsConfig;
import dev.chasqui.adapters.config.RemoteConfig;
import dev.chasqui.application.bulkhead.AgentLimits;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.size.ByteSize;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

class AgentLimitSettingsTest {
    private static final AgentLimitsConfig OTHERS =
            new AgentLimitsConfig(
                    Optional.of(Duration.ofSeconds(7)),
                    Optional.of(3),
                    Optional.empty(),
                    Optional.of(OnFailure.OPEN),
                    Optional.of(new ByteSize(4096)),
                    Optional.empty(),
                    Optional.empty());

    private static final AgentLimitsConfig RAG =
            new AgentLimitsConfig(
                    Optional.empty(),
                    Optional.of(9),
                    Optional.of(0),
                    Optional.of(OnFailure.CLOSED),
                    Optional.empty(),
                    Optional.of(1),
                    Optional.of(Duration.ofMinutes(1)));

    private static Map<String, AgentLimits> of(Map<String, AgentLimitsConfig> limits) {
        return AgentLimitSettings.of(
                RecordType.of(PluginsConfig.class)
                        .with(Config.defaults().plugins(), "limits", limits));
    }

    @Test
    void withoutAnyTheDefaultsHold() {
        assertThat(of(Map.of())).isEqualTo(Map.of("*", AgentLimits.DEFAULT));
    }

    @Test
    void aServiceHasNoDeadlineForAWholeExchangeUnlessItsOwnEntryGivesOne() {
        RemoteConfig service =
                new RemoteConfig(
                        URI.create("http://127.0.0.1:9/agent"),
                        "Asks",
                        Duration.ofSeconds(60),
                        new RemoteConfig.SentKey(Optional.empty()),
                        OnFailure.CLOSED,
                        false);
        PluginsConfig config =
                with(
                        with(
                                Config.defaults().plugins(),
                                "remote",
                                Map.of("brief", service, "short", service)),
                        "limits",
                        Map.of("*", RAG, "short", OTHERS));

        Map<String, AgentLimits> limits = AgentLimitSettings.of(config);

        AgentLimits brief = requireNonNull(limits.get("brief"));
        assertThat(brief.deadline()).isGreaterThan(Duration.ofDays(1));
        assertThat(brief.longestWait()).isEqualTo(Duration.ofSeconds(30));
        assertThat(brief.concurrency()).isEqualTo(9);
        assertThat(requireNonNull(limits.get("short")).deadline()).isEqualTo(Duration.ofSeconds(7));
        assertThat(AgentLimitSettings.onFailure(config, "brief")).contains(OnFailure.CLOSED);
        assertThat(AgentLimitSettings.onFailure(config, "short")).contains(OnFailure.OPEN);
    }

    private static PluginsConfig with(PluginsConfig config, String key, Object value) {
        return RecordType.of(PluginsConfig.class).with(config, key, value);
    }

    @Test
    void whatAnEntryLeavesOutIsThatOfAllOthers() {
        Map<String, AgentLimits> limits = of(Map.of("*", OTHERS, "rag", RAG));

        assertThat(limits.get("*"))
                .isEqualTo(
                        new AgentLimits(
                                Duration.ofSeconds(7),
                                3,
                                256,
                                Optional.of(OnFailure.OPEN),
                                4096,
                                5,
                                Duration.ofSeconds(30)));
        assertThat(limits.get("rag"))
                .isEqualTo(
                        new AgentLimits(
                                Duration.ofSeconds(7),
                                9,
                                0,
                                Optional.of(OnFailure.CLOSED),
                                4096,
                                1,
                                Duration.ofMinutes(1)));
    }
}
