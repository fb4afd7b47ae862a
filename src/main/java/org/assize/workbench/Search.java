package org.assize.workbench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assize.casework.CaseSearch;
import org.assize.casework.FraudCase;
import org.assize.security.Actor;
import org.assize.subject.SearchQuery;
import org.assize.subject.SubjectRef;
import org.assize.subject.SubjectSearch;
import org.assize.subject.SubjectSearch.FoundOrder;
import org.assize.subject.SubjectSearch.FoundPerson;
import org.assize.subject.SubjectSearch.FoundSeller;
import org.jspecify.annotations.Nullable;

/** One search over everything: cases by number, and subjects with the case they are in. */
@ApplicationScoped
public class Search {

    private final SubjectSearch subjects;
    private final CaseSearch cases;

    Search(SubjectSearch subjects, CaseSearch cases) {
        this.subjects = subjects;
        this.cases = cases;
    }

    /**
     * What was found, the nearest first in each group.
     *
     * @param cases with this very number
     * @param withheld it reads as an identifier by which the actor may not find people, so nobody was looked for by it
     */
    public record Results(
            String query,
            List<FraudCase> cases,
            Group<SellerHit> sellers,
            Group<OrderHit> orders,
            Group<FoundPerson> people,
            boolean withheld) {

        public boolean isEmpty() {
            return cases.isEmpty()
                    && sellers.hits().isEmpty()
                    && orders.hits().isEmpty()
                    && people.hits().isEmpty();
        }
    }

    /** @param more whether there is more than was asked for */
    public record Group<T>(List<T> hits, boolean more) {
        static <T> Group<T> of(List<T> found, int limit) {
            return new Group<>(found.subList(0, Math.min(limit, found.size())), found.size() > limit);
        }
    }

    /** @param fraudCase its open case, or else its latest; null when it never had one */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SellerHit(
            FoundSeller seller,
            @JsonProperty("case") @Nullable FraudCase fraudCase) {}

    /** @param fraudCase its open case, or else its latest; null when it never had one */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OrderHit(
            FoundOrder order,
            @JsonProperty("case") @Nullable FraudCase fraudCase) {}

    /** @param limit of each group */
    public Results find(Actor actor, SearchQuery query, int limit) {
        SubjectSearch.Found found = subjects.find(actor, query, limit);
        List<SubjectRef> refs = Stream.concat(
                        found.sellers().stream().map(FoundSeller::ref),
                        found.orders().stream().map(FoundOrder::ref))
                .toList();
        Map<SubjectRef, FraudCase> theirs = cases.ofSubjects(actor, refs);
        List<FraudCase> numbered = new ArrayList<>();
        query.caseNumber().ifPresent(number -> cases.byNumber(actor, number).ifPresent(numbered::add));
        return new Results(
                query.text(),
                numbered,
                Group.of(
                        found.sellers().stream()
                                .map(each -> new SellerHit(each, theirs.get(each.ref())))
                                .toList(),
                        limit),
                Group.of(
                        found.orders().stream()
                                .map(each -> new OrderHit(each, theirs.get(each.ref())))
                                .toList(),
                        limit),
                Group.of(found.people(), limit),
                found.withheld());
    }
}
