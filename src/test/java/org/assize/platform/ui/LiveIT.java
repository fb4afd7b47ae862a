package org.assize.platform.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.assize.platform.Bulletin;
import org.junit.jupiter.api.Test;

/** Pages come and go; nobody keeps listening for one that has gone. */
@QuarkusTest
class LiveIT {

    @Inject
    Bulletin bulletin;

    private Div part() {
        Div part = new Div();
        Live.follow(part, bulletin, change -> true, news -> {});
        return part;
    }

    @Test
    void allPartsOfAPageListenAsOneAndNoLongerThanTheyAreShown() {
        int before = bulletin.subscriptions();
        UI page = new UI();
        Div one = part();
        Div two = part();
        assertThat(bulletin.subscriptions()).isEqualTo(before);

        page.add(one, two);
        assertThat(bulletin.subscriptions()).isEqualTo(before + 1);
        page.remove(one);
        assertThat(bulletin.subscriptions()).isEqualTo(before + 1);
        page.removeAll();
        assertThat(bulletin.subscriptions()).isEqualTo(before);

        page.add(one);
        assertThat(bulletin.subscriptions()).isEqualTo(before + 1);
        page.removeAll();
        assertThat(bulletin.subscriptions()).isEqualTo(before);
    }
}
