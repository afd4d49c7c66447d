package dev.chasqui.adapters.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.registry.ServerKind;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelKind;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

/** The models of a server that gets requests of some kinds alone. */
class DescribedModelsTest {
    private static final ModelInfo UNKNOWN = ModelInfo.of("unknown");
    private static final ModelInfo CHATTING =
            ModelInfo.of("chatting").answering(List.of(ModelKind.CHAT, ModelKind.COMPLETION));
    private static final ModelInfo EMBEDDING =
            ModelInfo.of("embedding").answering(List.of(ModelKind.EMBEDDING));

    private static List<ModelInfo> completed(ServerKind... kinds) {
        return DescribedModels.bounded(List.of(), Set.of(kinds))
                .completed(List.of(UNKNOWN, CHATTING, EMBEDDING));
    }

    @Test
    void withoutKindsAllModelsStayAsTheyAre() {
        assertThat(completed()).containsExactly(UNKNOWN, CHATTING, EMBEDDING);
    }

    @Test
    void aModelOfOtherKindsIsLeftOutAndOneOfUnknownKindsHasThese() {
        List<ModelInfo> left = completed(ServerKind.EMBEDDINGS);

        assertThat(left).extracting(ModelInfo::id).containsExactly("unknown", "embedding");
        assertThat(left)
                .allSatisfy(
                        model -> assertThat(model.kinds()).containsExactly(ModelKind.EMBEDDING));
    }

    @Test
    void aModelKeepsOfSeveralKindsItsOwn() {
        List<ModelInfo> left = completed(ServerKind.CHAT, ServerKind.EMBEDDINGS);

        assertThat(left.get(0).kinds())
                .containsExactlyInAnyOrder(
                        ModelKind.CHAT, ModelKind.COMPLETION, ModelKind.EMBEDDING);
        assertThat(left.get(1).kinds())
                .containsExactlyInAnyOrder(ModelKind.CHAT, ModelKind.COMPLETION);
        assertThat(left.get(2).kinds()).containsExactly(ModelKind.EMBEDDING);
    }
}
