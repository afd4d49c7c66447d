package dev.chasqui.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.account.Price;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The known prices of hosted services. */
class ServicePricesTest {
    private static final Map<String, String> KEYS =
            Map.of("GROQ_API_KEY", "k", "ANTHROPIC_API_KEY", "k", "OPENAI_API_KEY", "k");

    private static Map<String, Price> of(String json) throws IOException {
        Path file = Files.createTempFile("chasqui-test", ".json");
        try {
            Files.writeString(file, json.replace('\'', '"'));
            return ServicePrices.of(ConfigReader.read(Optional.of(file), KEYS, Map.of()));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void aServiceAtItsOwnAddressHasItsPrices() throws IOException {
        assertThat(of("{'backends':[{'type':'groq'},{'type':'anthropic'}]}"))
                .containsKeys("llama-3.1-8b-instant", "claude-sonnet-4*")
                .doesNotContainKey("gpt-4o*");
        assertThat(of("{'backends':[{'name':'a','type':'openai','url':'http://127.0.0.1:1'}]}"))
                .isEmpty();
        assertThat(of("{'backends':[{'type':'openai'}],'prices':{'known':false}}")).isEmpty();
        assertThat(of("{'backends':[{'type':'openai'}],'prices':{'currency':'EUR'}}")).isEmpty();
    }

    @Test
    void thePageShowsTheTable() throws IOException {
        assertThat(Files.readString(Path.of("../../docs/prices.md"))).contains(ServicePrices.TABLE);
    }

    @Test
    void eachLineOfTheTableIsThePriceOfAModelOfAService() {
        List<BackendType> types = List.of(BackendType.values());
        assertThat(ServicePrices.TABLE.lines().map(line -> line.replaceFirst(" .*", "")).toList())
                .isSubsetOf(types.stream().map(BackendType::word).toList());
        assertThat(types.stream().mapToLong(type -> ServicePrices.of(type).size()).sum())
                .isEqualTo(ServicePrices.TABLE.lines().count());
    }
}
