package io.belfry.agentgateway;

import io.belfry.agentgateway.Outbox.Entry;
import io.belfry.core.agent.Agent;
import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.bus.HandOver;
import io.belfry.core.bus.HandOver.Item;
import io.belfry.core.bus.Seat;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallId;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Everything that one agent has in front of him: his pages, what they have not answered yet, his
 * calls and the pages of the day. Decides who gets what; knows no socket and no clock. All calls
 * come from one thread.
 */
final class Desk {
    /** So many things travel to another node in one message. */
    private static final int PORTION = 20;

    private final GatewayLimits limits;
    private final String boot;
    private final Consumer<Delivery> deliveries;
    private final Supplier<List<JsonObject>> more;
    private final Framing framing;
    private final OpenPages pages = new OpenPages();
    private final Outbox outbox;
    private final DayList day;
    private final CallCards cards;
    private final Courier courier;
    private Agent agent;

    /**
     * @param boot changes with each start of the server
     * @param deliveries told each time something became of a pop or a notice
     * @param more what else a page that comes should know
     * @param framing whose pages may be in frames
     */
    Desk(
            Agent agent,
            GatewayLimits limits,
            String boot,
            Instant now,
            Consumer<Delivery> deliveries,
            Supplier<List<JsonObject>> more,
            Framing framing) {
        this.agent = agent;
        this.limits = limits;
        this.boot = boot;
        this.deliveries = deliveries;
        this.more = more;
        this.framing = framing;
        // a page that was open before a restart must not take our first number for an old one
        this.outbox = new Outbox(limits, now.toEpochMilli() * 1000);
        this.day = new DayList(limits.history());
        this.cards = new CallCards(limits.cards());
        this.courier = new Courier(pages, limits, framing);
    }

    Agent agent() {
        return agent;
    }

    void is(Agent now) {
        agent = now;
    }

    AgentWindows windows() {
        return pages.windows();
    }

    DayList day() {
        return day;
    }

    int unanswered() {
        return outbox.size();
    }

    boolean rings(CallId call) {
        return cards.rings(call);
    }

    void show(Parcel parcel, Instant now) {
        if (parcel instanceof Parcel.OfPage of) {
            show(of.pop(), now);
        } else if (parcel instanceof Parcel.OfNotice of) {
            notice(of.notice(), now);
        }
    }

    void show(ScreenPop pop, Instant now) {
        Optional<PopState> known = day.find(pop.id());
        if (known.isPresent()) {
            known.filter(state -> !state.open()).ifPresent(state -> tell(state, "", -1));
            return;
        }
        day.put(PopState.onItsWay(pop, now));
        put(new Parcel.OfPage(pop), now);
    }

    void notice(Notice notice, Instant now) {
        Optional<Entry> known = outbox.find(notice.id());
        if (known.isPresent()) {
            known.filter(Entry::isAnswered)
                    .ifPresent(entry -> tellMissed(entry, courier.whyNot(entry)));
            return;
        }
        day.put(notice);
        put(new Parcel.OfNotice(notice), now);
    }

    private void put(Parcel parcel, Instant now) {
        Entry entry = owe(parcel, now, now);
        courier.bring(entry, now);
        if (parcel instanceof Parcel.OfPage page) {
            mirrorPop(page.pop().id());
        }
        answerIfDue(entry, now);
    }

    private Entry owe(Parcel parcel, Instant since, Instant now) {
        Outbox.Added added = outbox.add(parcel, since, answerBy(now));
        added.dropped().forEach(entry -> missed(entry, "too many unanswered pages", now));
        if (parcel instanceof Parcel.OfPage page) {
            Entry entry = added.entry();
            entry.waits(framing.mustWait(page.pop(), then -> waitsNoMore(entry, then)));
        }
        return added.entry();
    }

    private void waitsNoMore(Entry entry, Instant now) {
        entry.waits(false);
        String id = entry.parcel().id();
        if (!entry.travels() && outbox.find(id).filter(entry::equals).isPresent()) {
            listIfTooLate(entry, id, now);
            courier.bring(entry, now);
        }
    }

    /** With a page there nobody has to wait to be told so. */
    private void listIfTooLate(Entry entry, String popId, Instant now) {
        if (!pages.isEmpty() && !entry.isAnswered() && !entry.mayAct(now, limits)) {
            outbox.remove(popId);
            listed(day.find(popId).orElseThrow(), entry.added(), now);
        }
    }

    /** With nobody there and nobody expected back, the answer is known at once. */
    private Instant answerBy(Instant now) {
        if (!pages.isEmpty()) {
            return now.plus(limits.answer());
        }
        boolean expected = now.isBefore(windows().lastGone().plus(limits.recentlyGone()));
        return expected ? now.plus(limits.reconnect()) : now;
    }

    void hello(
            String id, OpenPages.Page page, PageMessage.Hello hello, String product, Instant now) {
        boolean wasAway = pages.isEmpty();
        Instant since = windows().lastGone();
        pages.greeted(id, page, hello.numberedBy(boot), product, now);
        if (wasAway) {
            sortOut(since, now);
        }
        snapshot(id, page, now);
        outbox.all().forEach(entry -> courier.bring(entry, now));
    }

    /** What is too old, or whose call is over, is listed and not opened. */
    private void sortOut(Instant goneSince, Instant now) {
        for (Entry entry : outbox.all()) {
            if (!entry.travels() && !entry.mayAct(now, limits)) {
                outbox.remove(entry.parcel().id());
            }
        }
        day.missedSince(goneSince).stream()
                .filter(state -> outbox.find(state.pop().id()).isEmpty())
                .forEach(
                        state -> {
                            Instant from =
                                    goneSince.equals(Instant.EPOCH) ? state.pop().at() : goneSince;
                            listed(state, from, now);
                        });
    }

    private void listed(PopState state, Instant from, Instant now) {
        long seconds = Math.max(0, Duration.between(from, now).toSeconds());
        PopState listed = state.missedOffline(seconds, now);
        day.put(listed);
        tell(listed, "", -1);
    }

    private void snapshot(String id, OpenPages.Page page, Instant now) {
        page.send(ServerMessage.welcome(agent, now, boot, pages.acts(id), day.older()));
        cards.all().forEach(card -> page.send(ServerMessage.call(card)));
        day.pops().forEach(state -> page.send(ServerMessage.pop(state, framing)));
        day.notices().stream()
                .filter(notice -> outbox.find(notice.id()).isEmpty())
                .forEach(notice -> page.send(ServerMessage.notify(notice, 0)));
        more.get().forEach(page::send);
        page.send(ServerMessage.ready());
        page.toldAll();
    }

    /** What other nodes should know; empty when no page is here. */
    Optional<Seat> seat() {
        return windows()
                .acting()
                .map(
                        best ->
                                new Seat(
                                        agent.id(),
                                        windows().all().size(),
                                        best.popups().word(),
                                        best.browser(),
                                        best.focused(),
                                        best.greeted()));
    }

    /** Whether the page that acts is at another node. */
    void actsElsewhere(boolean now) {
        pages.actsElsewhere(now);
    }

    /** The last page at another node has gone. */
    void goneElsewhere(Instant now) {
        windows().goneElsewhere(now);
    }

    /** There is no page here, but something for one. */
    boolean hasToGive() {
        return pages.isEmpty() && !(outbox.isEmpty() && day.isEmpty());
    }

    /**
     * A part of the day for the node where the agent is now, unanswered things first. It remains
     * here, and nobody gets it, until it was {@link #given} or it is certain that it {@link
     * #stays}.
     */
    HandOver give(Instant now) {
        List<Item> items =
                Stream.of(
                                outbox.all().stream().map(entry -> Luggage.owed(entry, day, now)),
                                day.pops().stream()
                                        .filter(state -> !owes(state.pop().id()))
                                        .map(Luggage::seen),
                                day.notices().stream()
                                        .filter(notice -> !owes(notice.id()))
                                        .map(Luggage::seen))
                        .flatMap(each -> each)
                        .limit(PORTION)
                        .toList();
        items.forEach(item -> outbox.find(item.id()).ifPresent(entry -> entry.travels(true)));
        Instant gone = windows().lastGone();
        boolean never = gone.equals(Instant.EPOCH);
        return new HandOver(agent.id(), never ? -1 : Duration.between(gone, now).toMillis(), items);
    }

    private boolean owes(String id) {
        return outbox.find(id).isPresent();
    }

    /** It is another node's now. */
    void given(HandOver part) {
        for (Item item : part.items()) {
            outbox.remove(item.id());
            day.remove(item.id());
        }
    }

    /** The node that it was given to is no more; a page there may have had it. */
    void stays(HandOver part, Optional<String> browser, Instant now) {
        for (Item item : part.items()) {
            outbox.find(item.id())
                    .ifPresent(
                            entry -> {
                                entry.travels(false);
                                browser.ifPresent(entry::sentToOneOf);
                                courier.bring(entry, now);
                            });
        }
    }

    /** From a node that the agent has left; what is known here already counts for more. */
    void take(HandOver part, Instant now) {
        if (part.awayMillis() >= 0) {
            windows().goneElsewhere(now.minusMillis(part.awayMillis()));
        }
        for (Item item : part.items()) {
            if (item instanceof HandOver.Pop pop) {
                take(pop, now);
            } else if (item instanceof HandOver.Message message) {
                take(message, now);
            }
        }
    }

    private void take(HandOver.Pop given, Instant now) {
        Optional<PopState> known = day.find(given.id());
        if (known.isPresent()) {
            compare(known.get(), given, now);
            return;
        }
        day.put(Luggage.state(given));
        if (given.course().owed()) {
            Entry entry = owe(new Parcel.OfPage(given.pop()), given.course(), now);
            if (!given.open()) {
                entry.answered();
            }
            if (cards.endedAfter(given.pop().at(), given.pop().call())) {
                entry.makeStale();
            }
            if (!pages.isEmpty() && !entry.mayAct(now, limits)) {
                outbox.remove(given.id());
                listed(day.find(given.id()).orElseThrow(), entry.added(), now);
            }
            courier.bring(entry, now);
        }
        mirrorPop(given.id());
    }

    private void take(HandOver.Message given, Instant now) {
        if (owes(given.id()) || day.hasNotice(given.id())) {
            return;
        }
        day.put(given.notice());
        if (given.course().owed()) {
            Entry entry = owe(new Parcel.OfNotice(given.notice()), given.course(), now);
            courier.bring(entry, now);
        } else {
            pages.toAll(ServerMessage.notify(given.notice(), 0));
        }
    }

    private Entry owe(Parcel parcel, HandOver.Course course, Instant now) {
        Entry entry = owe(parcel, now.minusMillis(course.ageMillis()), now);
        if (course.stale()) {
            entry.makeStale();
        }
        if (course.sent()) {
            entry.sentToOneOf(course.browser());
        }
        return entry;
    }

    /** Two nodes have a word about the same page: the better one counts, at both. */
    private void compare(PopState known, HandOver.Pop given, Instant now) {
        boolean answeredThere = !given.open() && given.outcome() != Outcome.MISSED;
        boolean answeredHere = !known.open() && known.outcome() != Outcome.MISSED;
        if (answeredThere) {
            settle(given.id(), given.outcome(), given.detail(), now);
        } else if (answeredHere) {
            tell(known, "", -1);
        }
    }

    /** A page at another node has answered. */
    void toldElsewhere(Delivery delivery, Instant now) {
        if (delivery.outcome() != Outcome.MISSED && delivery.outcome() != Outcome.REFUSED) {
            settle(delivery.popId(), delivery.outcome(), delivery.detail(), now);
        }
    }

    private void settle(String id, Outcome outcome, String detail, Instant now) {
        Optional<PopState> known = day.find(id);
        if (known.isPresent() && !known.get().accepts(outcome)) {
            return;
        }
        outbox.remove(id);
        known.ifPresent(state -> day.put(state.became(outcome, detail, now)));
        mirrorPop(id);
    }

    void focus(String id, Instant now) {
        pages.focused(id, now);
    }

    void can(String id, Popups popups) {
        pages.can(id, popups);
    }

    /** It has read what it had; now it can have what was held back. */
    void drained(String id, Instant now) {
        pages.lookWhoActs();
        pages.find(id).filter(page -> !page.isFull()).ifPresent(page -> snapshot(id, page, now));
        outbox.all().forEach(entry -> courier.bring(entry, now));
    }

    void gone(String id, Instant now) {
        pages.gone(id, now);
        outbox.all().forEach(entry -> courier.bring(entry, now));
    }

    void ack(String id, PageMessage.Ack ack, Instant now) {
        Optional<PopState> known = day.find(ack.id());
        if (known.isEmpty()) {
            outbox.remove(ack.id()).ifPresent(entry -> noticeShown(entry, id, ack, now));
            return;
        }
        if (known.get().accepts(ack.outcome())) {
            Optional<Entry> entry = outbox.remove(ack.id());
            long millis = entry.map(each -> millis(each, id, now)).orElse(-1L);
            PopState state = known.get().became(ack.outcome(), ack.detail(), now);
            day.put(state);
            tell(state, pages.product(id), millis);
        }
        // also when nothing changed: the page repeats its answer until it sees that it arrived
        mirrorPop(ack.id());
    }

    private void noticeShown(Entry entry, String id, PageMessage.Ack ack, Instant now) {
        deliveries.accept(
                new Delivery(
                        ack.id(),
                        ack.outcome(),
                        address(),
                        ack.detail(),
                        pages.product(id),
                        millis(entry, id, now)));
    }

    private static long millis(Entry entry, String window, Instant now) {
        return entry.isSentTo(window) ? Duration.between(entry.sentAt(), now).toMillis() : -1;
    }

    void on(CallEvent event, Instant waitingSince) {
        if (CallCards.ends(event)) {
            outbox.all().stream()
                    .filter(entry -> entry.parcel().call().equals(event.callId().toString()))
                    // a page that this very event asked for is meant for after the call
                    .filter(entry -> event.at().isAfter(entry.parcel().at()))
                    .forEach(Entry::makeStale);
        }
        cards.on(event, waitingSince)
                .ifPresent(
                        card -> {
                            pages.toAll(ServerMessage.call(card));
                            if (card.end() == Card.End.TAKEN) {
                                pages.toAll(ServerMessage.taken(card));
                            }
                        });
    }

    /** Each moment: what waited long enough is answered, what found nobody is tried again. */
    void sweep(Instant now) {
        outbox.expire(now).forEach(entry -> missed(entry, Courier.NO_PAGE, now));
        for (Entry entry : outbox.all()) {
            courier.bring(entry, now);
            answerIfDue(entry, now);
        }
    }

    void forgetBefore(Instant moment) {
        cards.forgetBefore(moment);
        day.forgetBefore(moment);
    }

    /** Nothing here that anybody could miss. */
    boolean isEmpty() {
        return pages.isEmpty() && outbox.isEmpty() && day.isEmpty() && cards.isEmpty();
    }

    void toAll(JsonObject message) {
        pages.toAll(message);
    }

    private void answerIfDue(Entry entry, Instant now) {
        if (entry.mustAnswer(now)) {
            missed(entry, courier.whyNot(entry), now);
        }
    }

    private void missed(Entry entry, String why, Instant now) {
        boolean first = !entry.isAnswered();
        entry.answered();
        String id = entry.parcel().id();
        if (entry.parcel() instanceof Parcel.OfNotice) {
            if (first) {
                tellMissed(entry, why);
            }
            return;
        }
        day.find(id)
                .filter(PopState::open)
                .ifPresent(
                        open -> {
                            PopState missed = open.became(Outcome.MISSED, why, now);
                            day.put(missed);
                            tell(missed, "", -1);
                            mirrorPop(id);
                        });
    }

    private void tellMissed(Entry entry, String why) {
        deliveries.accept(
                new Delivery(entry.parcel().id(), Outcome.MISSED, address(), why, "", -1));
    }

    private void tell(PopState state, String product, long millis) {
        deliveries.accept(
                new Delivery(
                        state.pop().id(),
                        state.outcome(),
                        address(),
                        state.detail(),
                        product,
                        millis));
    }

    private void mirrorPop(String id) {
        day.find(id).ifPresent(state -> pages.toAll(ServerMessage.pop(state, framing)));
    }

    /** How others know this agent: his first device, else his log-in. */
    private String address() {
        return agent.peers().isEmpty() ? agent.user() : agent.peers().get(0);
    }
}
