package az.ocaq.alarm.engine;

import az.ocaq.alarm.AlarmFigure;
import az.ocaq.alarm.AlarmReach;
import az.ocaq.alarm.NightFlow;
import az.ocaq.alarm.rule.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The alarm engine. Inputs come in the order of server time: {@link #advance} to an instant, then the inputs of that
 * instant, then {@link #settle} when no more of them come. {@link #drain} hands over what came out. Deterministic: the same
 * inputs give the same outputs. Not thread-safe.
 */
public final class Engine {
    private static final String DEVICE_REMOVED = "device removed";

    private final Hub hub;
    private final Alarms alarms;
    private final Wiring wiring;
    private final EngineState kept;
    private final Suppression suppression;
    private final Announcer announcer;
    private final Acts acts;
    private final Outages outages;
    private final TimerQueue timers = new TimerQueue();
    private final Logics logics = new Logics();
    private final Outcomes outcomes = new Outcomes();
    private final Set<Detector> unjudged = new LinkedHashSet<>();
    private BiConsumer<String, RuntimeException> failed = (what, failure) -> {
        throw failure;
    };
    private boolean gathering;
    private long now;

    /** An engine whose rules and devices are in service from {@code start}, epoch ms; {@code kept} is from {@link Memory}. */
    Engine(Collection<Rule> rules, Policy policy, Directory directory, EngineState kept, long start) {
        this.now = start;
        this.kept = kept;
        this.hub = new Hub(policy, directory);
        this.alarms = new Alarms(hub);
        this.wiring = alarms.wiring();
        this.suppression = new Suppression(hub, alarms, kept);
        this.announcer = new Announcer(hub, kept);
        this.acts = new Acts(hub);
        this.outages = new Outages(hub, alarms);
        rules.forEach(suppression::added);
        alarms.start(rules);
        kept.judge(rules.stream().map(Rule::id).collect(Collectors.toCollection(TreeSet::new)), start);
    }

    /** A new engine, without a past. */
    public Engine(Collection<Rule> rules, Policy policy, Directory directory, long start) {
        this(rules, policy, directory, new EngineState(), start);
    }

    /** Server time, epoch ms. */
    public long now() {
        return now;
    }

    /** Lets everything happen that is due before an instant, and the calendar's edges at it. */
    public void advance(long instant) {
        run(instant, Timer.Rank.CALENDAR);
    }

    /** Lets everything happen that is due up to an instant: no more inputs of it come. */
    public void settle(long instant) {
        run(instant, Timer.Rank.STORM);
    }

    /** Takes one payload, sorted by its times first; messages are decided when it is through. */
    public void payload(List<Sample> samples) {
        List<Sample> sorted = new ArrayList<>(samples.size());
        samples.forEach(it -> sorted.add(believable(it)));
        if (sorted.size() == 1) {
            take(sorted.get(0));
            return;
        }
        sorted.sort(Comparator.comparingLong(Sample::time));
        announcer.defer();
        gathering = true;
        try {
            inOrder(sorted, this::take);
        } finally {
            gathering = false;
            unjudged.clear();
            announcer.decideDeferred();
        }
    }

    /** Takes samples by their times; what rests on several of one time is judged when all of them are there. */
    private void inOrder(List<Sample> sorted, Consumer<Sample> taken) {
        for (int i = 0; i < sorted.size(); i++) {
            taken.accept(sorted.get(i));
            if (i + 1 == sorted.size()
                    || sorted.get(i + 1).time() > sorted.get(i).time()) {
                List<Detector> whole = List.copyOf(unjudged);
                unjudged.clear();
                whole.forEach(it -> hub.guarded(it.alarm.key(), it::judgeTogether));
            }
        }
    }

    /**
     * Says who hears of an alarm, or a timer, whose judging threw, which is a mistake of this program: everything else goes
     * on. As long as nobody hears of it, it is thrown.
     */
    public void onFailure(BiConsumer<String, RuntimeException> told) {
        failed = told;
    }

    /** The device was heard, without a value. */
    public void heartbeat(String device) {
        wiring.subject(device).life(now);
    }

    /** The device connected; {@code session} counts up, 0 when the broker does not tell. */
    public void connected(String device, long session) {
        wiring.subject(device).watchers.forEach(it -> it.connected(session, now));
    }

    /** The broker published the device's will. A retained one is an old story. */
    public void will(String device, long session, boolean retained) {
        if (!retained) {
            wiring.subject(device).watchers.forEach(it -> it.will(session, now));
        }
    }

    /** The device said that it loses its supply: its last gasp. */
    public void lostPower(String device) {
        wiring.subject(device).watchers.forEach(it -> it.lostPower(now));
    }

    /**
     * The device said goodbye: its will is not to be believed. For sources that tell of both; a broker keeps the will of who
     * said goodbye to itself (MQTT 5.0 section 3.14.4), so that none comes from there.
     */
    public void disconnected(String device) {
        wiring.subject(device).watchers.forEach(OfflineDetector::disconnected);
    }

    /** Somebody does something to an alarm. */
    public Optional<Refusal> act(String rule, String device, Act act) {
        Optional<Instance> alarm = alarms.find(rule, device)
                .or(() -> alarms.rule(rule)
                        .filter(it ->
                                it.devices().matches(device, hub.directory().labels(device)))
                        .map(it -> alarms.instance(it, device)));
        return alarm.map(it -> acts.act(it, act)).orElse(Optional.of(Refusal.UNKNOWN_ALARM));
    }

    /** Mutes messages about alarms with these labels. */
    public void startSilence(String id, Map<String, List<String>> match) {
        announcer.silences().start(id, match);
        outcomes.changed();
    }

    /** Ends a silence; what is still active is told. */
    public void endSilence(String id) {
        announcer.silences().end(id).ifPresent(match -> {
            outcomes.changed();
            alarms.all().forEach(it -> announcer.silenceEnded(it, Router.matches(match, it::label)));
        });
    }

    /** The silences in force. */
    public Set<String> silences() {
        return Set.copyOf(kept.silences.keySet());
    }

    /** The maintenance windows in force. */
    public Set<String> maintenance() {
        return Set.copyOf(kept.maintenance.keySet());
    }

    /** The alarms with these labels. */
    public List<Instance> matching(Map<String, List<String>> match) {
        return alarms.all().stream()
                .filter(it -> Router.matches(match, it::label))
                .toList();
    }

    /** How many alarms have the labels of each; cheap enough to be asked while people wait. */
    public List<Coverage> coverage(List<Map<String, List<String>>> matches) {
        return alarms.coverage(matches);
    }

    /** Suppresses alarms by design while people work: at devices, with labels. */
    public void startMaintenance(String id, List<String> devices, Map<String, List<String>> match) {
        EngineState.Maintenance window = new EngineState.Maintenance();
        window.devices = List.copyOf(devices);
        window.match = Map.copyOf(match);
        suppression.startMaintenance(id, window);
    }

    /** Ends a maintenance window. */
    public void endMaintenance(String id) {
        suppression.endMaintenance(id);
    }

    /** Puts an edited rule in place and judges again what is known. */
    public void replace(Rule rule) {
        alarms.replace(rule);
        suppression.edited(rule);
        List.copyOf(alarms.of(rule.id())).forEach(it -> it.detector().reconsider());
    }

    /** Ends a rule; its alarms are closed, and whoever was told is told. */
    public void disable(String rule) {
        List<Instance> ended = List.copyOf(alarms.of(rule));
        alarms.remove(rule);
        suppression.ended(rule);
        ended.forEach(it -> it.close("rule disabled"));
    }

    /** Closes the alarms that other rules would not have: their rule is gone, or no longer for their device, or the device is. */
    public void retire(Collection<Rule> rules) {
        Map<String, Rule> others = new java.util.HashMap<>();
        rules.forEach(it -> others.put(it.id(), it));
        for (Instance alarm : List.copyOf(alarms.all())) {
            Optional<Rule> rule = Optional.ofNullable(others.get(alarm.rule().id()));
            boolean stays = rule.filter(it -> isFor(it, alarm.device())).isPresent();
            if (!stays && !alarm.isIdle()) {
                alarm.close(whyNot(rule.isPresent(), alarm.device()));
            }
        }
    }

    private String whyNot(boolean hasRule, String device) {
        if (!hasRule) {
            return "rule removed";
        }
        return hub.directory().isGone(device) ? DEVICE_REMOVED : "rule no longer for this device";
    }

    /** Whether a rule may have an alarm at a place. */
    boolean isFor(Rule rule, String device) {
        return hub.directory().isFor(rule, device);
    }

    /** Judges what is known of some rules once more, after they were edited. */
    public void reconsider(Set<String> edited) {
        edited.forEach(
                id -> List.copyOf(alarms.of(id)).forEach(it -> it.detector().reconsider()));
    }

    /** A device is in service from now on, or is described otherwise than before. */
    public void commission(String device) {
        alarms.commission(device);
        suppression.labelled(device);
    }

    /** A device is in service no longer; its alarms are closed, and whoever was told is told. */
    public void decommission(String device) {
        alarms.decommission(device).stream()
                .filter(it -> it.code() != az.ocaq.alarm.AlarmState.NORM)
                .forEach(it -> it.close(DEVICE_REMOVED));
    }

    /** The newest value of each series from before a restart; not new, but perhaps not judged yet. */
    public void seed(Collection<Sample> newest) {
        gathering = true;
        inOrder(newest.stream().sorted(Comparator.comparingLong(Sample::time)).toList(), this::seed);
        gathering = false;
    }

    private void seed(Sample sample) {
        Subject subject = wiring.subject(sample.device());
        subject.watchers.forEach(it -> it.seed(sample.time()));
        Series series = wiring.series(subject, sample.metric());
        if (series.watched() && sample.usable()) {
            series.accept(sample, Math.min(sample.time(), now), true);
        }
    }

    /** The server was down between two times: level timers go on with what was left, silence is not believed at once. */
    public void resume(long stopped, long startedAgain) {
        now = Math.max(now, startedAgain);
        alarms.detectors().forEach(it -> it.resume(stopped, startedAgain));
        judgeSuppressionAnew();
    }

    /** The rules may be others than those that suppressed what is suppressed, or groups new to alarms that there were before. */
    public void judgeSuppressionAnew() {
        List.copyOf(alarms.all()).stream().filter(Instance::active).forEach(this::tellGroups);
        suppression.judgeAnew();
    }

    private void tellGroups(Instance member) {
        List<GroupFractionDetector> fractions = alarms.fractionsOf(member);
        if (!fractions.isEmpty()) {
            boolean dark = member.detector() instanceof OfflineDetector offline && offline.isDark();
            long lastWord = alarms.lastWord(member.device(), now);
            fractions.forEach(it -> it.child(member, dark, lastWord));
        }
    }

    /** Every alarm there is. */
    public Collection<Instance> alarms() {
        return alarms.all();
    }

    /** The newest samples of every watched series, as a store would keep them. */
    public List<Sample> newest() {
        return wiring.newest();
    }

    /** Every metric that some rule looks at. */
    public Set<String> metrics() {
        return wiring.metrics();
    }

    /** Whether a rule looks at a metric of a device. */
    public boolean watches(String device, String metric) {
        return wiring.series(wiring.subject(device), metric).watched();
    }

    /** Whether the newest value that an alarm rests on is older than its hold time. */
    public boolean stale(Instance alarm) {
        return alarm.active() && alarm.detector().stale();
    }

    /** Whom a group's alarm is about; of another alarm nobody but its device. */
    public AlarmReach reach(Instance alarm) {
        return outages.of(alarm);
    }

    /** How bad it is, of an alarm that no single value stands for; nothing while its condition is false. */
    public List<AlarmFigure> figures(Instance alarm) {
        if (!alarm.active()) {
            return List.of();
        }
        if (alarm.detector() instanceof CompoundDetector compound) {
            return compound.figures();
        } else if (alarm.detector() instanceof GroupFractionDetector group) {
            return group.figures(this);
        }
        return Figures.of(alarm);
    }

    /** What districts take at night, of those that a rule watches. */
    public List<NightFlow> nightFlows() {
        return alarms.detectors().stream()
                .filter(NightFlowDetector.class::isInstance)
                .flatMap(it -> ((NightFlowDetector) it).reported().stream())
                .sorted(Comparator.comparing(NightFlow::device))
                .toList();
    }

    /** The alarm of a rule at a device, when there is one. */
    public Optional<Instance> alarm(String rule, String device) {
        return alarms.find(rule, device);
    }

    /** Hands over what came out since the last time. */
    public Outcome drain() {
        return outcomes.drain();
    }

    Alarms parts() {
        return alarms;
    }

    EngineState kept() {
        return kept;
    }

    /** Everything was filled in again after a restart. */
    void restored() {
        suppression.restored();
        announcer.storms().restored();
        Map<String, Instance> byKey = new java.util.HashMap<>();
        alarms.all().forEach(it -> byKey.put(it.key(), it));
        announcer.groups().restored(byKey);
        alarms.detectors().forEach(Detector::restored);
        alarms.all().forEach(Instance::arm);
    }

    private void run(long limit, Timer.Rank most) {
        for (Optional<Timer> timer = timers.poll(limit, most); timer.isPresent(); timer = timers.poll(limit, most)) {
            now = Math.max(now, timer.get().due);
            timers.cancel(timer.get());
            hub.guarded("timer " + timer.get().rank, timer.get().action);
        }
        now = Math.max(now, limit);
    }

    private Sample believable(Sample sample) {
        Policy.Times times = hub.policy().times();
        boolean ahead = sample.time() > now + times.maxFuture().toMillis();
        boolean ancient = sample.time() < times.earliest().toEpochMilli();
        return ahead || ancient ? sample.at(now) : sample;
    }

    private void take(Sample sample) {
        Subject subject = wiring.subject(sample.device());
        if (!sample.retained()) {
            subject.life(now);
        }
        Series series = wiring.series(subject, sample.metric());
        boolean tooOld = now - sample.time() > hub.policy().times().maxPast().toMillis();
        if (series.watched() && !tooOld && sample.usable()) {
            series.accept(sample, now, false);
        }
    }

    private final class Hub implements Core {
        private final Policy policy;
        private final Directory directory;

        Hub(Policy policy, Directory directory) {
            this.policy = policy;
            this.directory = directory;
        }

        @Override
        public long now() {
            return now;
        }

        @Override
        public TimerQueue timers() {
            return timers;
        }

        @Override
        public Directory directory() {
            return directory;
        }

        @Override
        public Policy policy() {
            return policy;
        }

        @Override
        public Announcer announcer() {
            return announcer;
        }

        @Override
        public Logics logics() {
            return logics;
        }

        @Override
        public void journal(Transition transition) {
            outcomes.add(transition);
        }

        @Override
        public void judgeWhole(Detector detector) {
            if (gathering) {
                unjudged.add(detector);
            } else {
                detector.judgeTogether();
            }
        }

        @Override
        public void failed(String what, RuntimeException failure) {
            failed.accept(what, failure);
        }

        void guarded(String what, Runnable work) {
            try {
                work.run();
            } catch (RuntimeException e) {
                failed(what, e);
            }
        }

        @Override
        public void send(Message message) {
            outcomes.add(message);
        }

        @Override
        public void changed(Instance instance) {
            outcomes.changed(instance);
        }

        @Override
        public void changed() {
            outcomes.changed();
        }

        @Override
        public void created(Instance instance) {
            suppression.created(instance);
        }

        @Override
        public void conditionChanged(Instance instance) {
            tellGroups(instance);
            alarms.tellOutages(instance.device());
            suppression.conditionChanged(instance);
        }
    }
}
