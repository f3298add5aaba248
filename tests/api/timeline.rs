//! The one timeline of a dossier: everything in one order for both sides, and no more of a person than each side may read.

use crate::after::rate;
use crate::payment::{FEE, filed_with_fee};
use crate::payment_desk::{act, at_desk};
use crate::processing::{DECISION, course, give_back, said, seen, step};
use crate::supplement::{WORDS, ask, filled, send};
use crate::thread;
use crate::withdrawal::{settle, withdraw};
use motcua_shared::payment::dto::DeskCharge;
use motcua_shared::processing::dto::{Course, CourseStep, DeskDossier, StepKind};
use motcua_tests::{Login, on_both};
use serde_json::json;

fn titles(steps: &[CourseStep]) -> Vec<&str> {
    steps.iter().map(|step| step.title.as_str()).collect()
}

on_both! {
    async fn acts_money_messages_and_the_rating_stand_in_one_order(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let id = dossier.id;
        thread::send(&agency, id, "Nội dung riêng thứ nhất").await;
        thread::send(&agency, id, "Nội dung riêng thứ hai").await;
        let received: DeskDossier = step(&desk, id, "receipt", 1).await.ok(200);
        let first_due = received.due_on.unwrap();
        thread::send(&desk, id, "Cơ quan trả lời riêng").await;
        let _: DeskCharge = act(&desk, id, at_desk(1)).await.ok(200);
        let _: DeskDossier = ask(&desk, id, 2, WORDS, &[("to-trinh", "Ký nhầm người."), ("minh-chung", "Cần minh chứng.")]).await.ok(200);
        app.advance(5 * 24 * 3600);
        let agency = app.sign_in(Login::Agency).await;
        let desk = app.sign_in(Login::Staff).await;
        let draft = filled(&agency, id).await;
        assert_eq!(send(&agency, id, &draft).await.status, 200);
        let again = seen(&desk, id).await;
        let second_due = again.due_on.unwrap();
        assert!(second_due > first_due, "it moved");
        assert_eq!(step(&desk, id, "beginning", again.version).await.status, 200);
        let upload = desk.uploaded("giay-xac-nhan-tinh-trang-hon-nhan").await;
        assert_eq!(give_back(&desk, id, again.version + 1, &[said(upload.id, DECISION)]).await.status, 200);
        let _: Course = rate(&agency, id, 4, "Nhanh.").await.ok(200);

        let (theirs, ours) = (course(&agency, id).await.steps, seen(&desk, id).await.steps);
        let asked = "Yêu cầu bổ sung 2 mục, hạn hết ngày ";
        let expected = [
            "Đã nộp hồ sơ", "Ghi lệ phí 15.000 đ khi nộp hồ sơ", "Người nộp gửi 2 tin nhắn", "Đã tiếp nhận",
            "Cơ quan gửi 1 tin nhắn", "Thu tại quầy 15.000 đ", asked, "Đã bổ sung hồ sơ", "Đang xử lý",
            "Đã trả kết quả", "Đánh giá dịch vụ 4 trên 5",
        ];
        let told = titles(&theirs);
        assert_eq!(told.len(), expected.len(), "{told:?}");
        for (title, expected) in told.iter().zip(expected) {
            assert!(title.starts_with(expected), "{told:?}");
        }
        assert!(theirs.is_sorted_by_key(|step| step.at));
        assert_eq!(titles(&ours)[..10], told[..10], "both sides read the same");
        assert_eq!(ours[10].title, "Người nộp đã đánh giá dịch vụ", "which stars is nobody's business at the unit");

        // The day that was promised, and how it moved.
        let day = |day: chrono::NaiveDate| motcua_shared::time::format_date(day);
        let due: Vec<Option<&str>> = theirs.iter().map(|step| step.due.as_deref()).collect();
        assert_eq!(due[3], Some(format!("Hẹn trả kết quả ngày {}.", day(first_due)).as_str()));
        assert_eq!(due[6], Some("Thời hạn giải quyết tạm dừng cho đến khi nhận bổ sung."));
        assert_eq!(due[7], Some(format!("Hẹn trả kết quả chuyển từ {} sang {}.", day(first_due), day(second_due)).as_str()));
        assert_eq!(due.iter().flatten().count(), 3, "{due:?}");
        assert_eq!(theirs[5].kind, StepKind::Fee);
        assert!(theirs[9].words.as_deref().is_some_and(|words| words.starts_with("Kết quả: ")), "{:?}", theirs[9]);
        assert_eq!(theirs[6].words.as_deref(), Some(WORDS));

        // Officers are their unit for who filed, and what was written stays in the thread.
        let (theirs, ours) = (serde_json::to_string(&theirs).unwrap(), serde_json::to_string(&ours).unwrap());
        assert!(!theirs.contains("Cán bộ một cửa") && ours.contains("Cán bộ một cửa"), "{theirs}");
        assert!(!theirs.contains("riêng") && !ours.contains("riêng"));
        assert!(!ours.contains("4 trên 5") && !ours.contains("Nhanh."));
    }

    async fn a_withdrawal_says_what_became_of_it_and_of_the_fee(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let id = dossier.id;
        assert_eq!(step(&desk, id, "receipt", 1).await.status, 200);
        assert_eq!(withdraw(&agency, id, "ask").await.status, 200);
        let ground = "Hồ sơ đã có quyết định, đang chờ ban hành.";
        let _: DeskDossier = settle(&desk, id, 3, false, json!(ground)).await.ok(200);
        let declined = course(&agency, id).await;
        let answer = declined.withdrawal.unwrap();
        assert_eq!((answer.is_open, answer.is_declined, answer.answer.as_deref()), (false, true, Some(ground)));
        let _: DeskCharge = act(&desk, id, at_desk(1)).await.ok(200);
        assert_eq!(withdraw(&agency, id, "ask").await.status, 200);
        let _: DeskDossier = settle(&desk, id, 5, true, serde_json::Value::Null).await.ok(200);
        let _: DeskCharge = act(&desk, id, crate::payment_desk::refunded(2, FEE)).await.ok(200);
        let over = course(&agency, id).await;
        assert_eq!(titles(&over.steps), [
            "Đã nộp hồ sơ", "Ghi lệ phí 15.000 đ khi nộp hồ sơ", "Đã tiếp nhận", "Người nộp xin rút hồ sơ", "Chưa đồng ý cho rút hồ sơ",
            "Thu tại quầy 15.000 đ", "Người nộp xin rút hồ sơ", "Đồng ý cho rút hồ sơ", "Hoàn 15.000 đ",
        ]);
        let granted = over.withdrawal.unwrap();
        assert_eq!((granted.is_declined, granted.answer), (false, None));
    }
}
