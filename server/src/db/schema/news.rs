//! Articles.

diesel::table! {
    articles (id) {
        id -> Text,
        kind -> Text,
        state -> Text,
        slug -> Text,
        starts_on -> Nullable<Date>,
        version -> Integer,
        request_key -> Text,
    }
}

diesel::table! {
    article_versions (article_id, version) {
        article_id -> Text,
        version -> Integer,
        act -> Text,
        starts_on -> Nullable<Date>,
        title -> Text,
        body -> Text,
        title_en -> Nullable<Text>,
        body_en -> Nullable<Text>,
        author_id -> Text,
        author_name -> Text,
        made_at -> Timestamp,
    }
}
