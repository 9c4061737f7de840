package az.ocaq.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;

/** The arrows between packages and the habits that a compiler does not see. */
@AnalyzeClasses(packages = "az.ocaq", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule measurementStandsOnTheJdkAlone = classes()
            .that()
            .resideInAPackage("..measurement..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "az.ocaq.measurement..", "java..", "org.jspecify..", "com.google.errorprone.annotations..");

    @ArchTest
    static final ArchRule noCycles = slices().matching("az.ocaq.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule mqttKnowsNoOtherStage =
            stage("mqtt", "decode", "validate", "store", "live", "alarm", "notify", "web");

    @ArchTest
    static final ArchRule decodeKnowsNoOtherStage =
            stage("decode", "mqtt", "validate", "store", "live", "alarm", "notify", "web");

    @ArchTest
    static final ArchRule validateKnowsNoOtherStage =
            stage("validate", "mqtt", "decode", "store", "live", "alarm", "notify", "web");

    @ArchTest
    static final ArchRule storeKnowsNoOtherStage =
            stage("store", "mqtt", "decode", "validate", "live", "alarm", "notify", "web");

    @ArchTest
    static final ArchRule alarmKnowsNoOtherStage =
            stage("alarm", "mqtt", "decode", "validate", "live", "notify", "web");

    @ArchTest
    static final ArchRule liveKnowsNoOtherStage = stage("live", "mqtt", "decode", "validate", "store", "notify", "web");

    @ArchTest
    static final ArchRule notifyKnowsOfOtherStagesOnlyWhatAlarmsAre =
            stage("notify", "mqtt", "decode", "validate", "store", "live", "web", "alarm.engine", "alarm.rule");

    @ArchTest
    static final ArchRule onlyMqttKnowsPahoAndArtemis = noClasses()
            .that()
            .resideOutsideOfPackages("..mqtt..", "..bench..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.paho..", "org.apache.activemq.artemis..");

    @ArchTest
    static final ArchRule onlyTheQuestStoreKnowsQuestDb = noClasses()
            .that()
            .resideOutsideOfPackage("..store.questdb..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.questdb..");

    @ArchTest
    static final ArchRule onlyTheInfluxStoreKnowsInfluxDb = noClasses()
            .that()
            .resideOutsideOfPackage("..store.influx..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.influxdb..", "okhttp3..");

    @ArchTest
    static final ArchRule timeComesFromAClock = noClasses()
            .should()
            .accessTargetWhere(describe("the machine's time, called or referred to", ArchitectureTest::isMachinesTime))
            .because("a test must be able to move the clock");

    @ArchTest
    static final ArchRule nothingSleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule namesSayWhatThingsAre =
            noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Util|Utils|Data|Info)");

    private static boolean isMachinesTime(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        boolean now = target.getOwner().getPackageName().equals("java.time")
                && target.getName().equals("now")
                && target instanceof AccessTarget.CodeUnitAccessTarget of
                && of.getRawParameterTypes().stream().noneMatch(it -> it.isEquivalentTo(Clock.class));
        boolean millis = target.getOwner().isEquivalentTo(System.class)
                && target.getName().equals("currentTimeMillis");
        return now || millis;
    }

    private static ArchRule stage(String stage, String... others) {
        String[] packages = new String[others.length];
        for (int i = 0; i < others.length; i++) {
            packages[i] = "az.ocaq." + others[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage("az.ocaq." + stage + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .allowEmptyShould(true);
    }
}
