package dev.chasqui.plugins.rag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class CollectionChoiceTest {
    private static final List<String> TWO = List.of("contracts", "handbook");

    @Test
    void theNamedOrTheOnlyCollectionIsChosen() {
        assertThat(CollectionChoice.choose(TWO, Optional.of("handbook"))).isEqualTo("handbook");
        assertThat(CollectionChoice.choose(List.of("notes"), Optional.empty())).isEqualTo("notes");
    }

    @Test
    void withoutDocumentsTheFailureSaysHowToAddThem() {
        assertThatThrownBy(() -> CollectionChoice.choose(List.of(), Optional.of("handbook")))
                .hasMessage(
                        "/rag: there are no documents yet; add documents with `chasqui rag add"
                                + " FOLDER`, or by POST /admin/collections/NAME/documents");
    }

    @Test
    void oneOfSeveralCollectionsMustBeNamed() {
        assertThatThrownBy(() -> CollectionChoice.choose(TWO, Optional.empty()))
                .hasMessage(
                        "/rag: there are several collections; name one, as in"
                                + " /rag(collection=contracts): contracts, handbook");
    }

    @Test
    void anUnknownCollectionIsRefusedWithTheExistingOnes() {
        assertThatThrownBy(() -> CollectionChoice.choose(TWO, Optional.of("handbok")))
                .hasMessage(
                        "/rag: there is no collection 'handbok'; there are: contracts, handbook;"
                                + " did you mean /rag(collection=handbook)?");
        assertThatThrownBy(() -> CollectionChoice.choose(TWO, Optional.of("xyz")))
                .hasMessage("/rag: there is no collection 'xyz'; there are: contracts, handbook");
    }
}
